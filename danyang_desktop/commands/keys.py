"""Commands about keys: who knows whom by files on a stick, new keys, and handing the book over."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from danyang_desktop.base.errors import UserError
from danyang_desktop.commands.answer import PASSWORD, Answer, file_from, file_to, open_workspace, password, progress
from danyang_desktop.county.office import Office
from danyang_desktop.exchange import bundle_out
from danyang_desktop.exchange.bundle_file import must_take
from danyang_desktop.exchange.key_enrolment import CARD, REQUEST
from danyang_desktop.exchange.office_card import take_card
from danyang_desktop.seats import SECRETARY

if TYPE_CHECKING:
    from collections.abc import Callable

    from danyang_desktop.workspace import Workspace

NEW_PASSWORD = "DANYANG_NEW_PASSWORD"  # noqa: S105 - the name of a variable, not a password
_HELP = "用文件互相登记、换钥匙"
_WHAT = (
    "支部：ask 写登记文件，take 读县里的登记卡，renew 换这台电脑的钥匙；"
    "县里：enrol 登记一台电脑，card 写登记卡，renew 换县里的钥匙"
)


def add(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add the parsers."""
    keys = commands.add_parser("keys", parents=[common], help=_HELP)
    keys.add_argument("what", choices=("ask", "take", "renew", "enrol", "card"), help=_WHAT)
    keys.add_argument("file", metavar="FILE", help="登记文件或登记卡；县里 renew 时是打印备用钥匙的 PDF")
    keys.add_argument("--compared", action="store_true", help="take：登记号已经打电话和县里对过")
    keys.set_defaults(run=_keys)

    over = commands.add_parser(
        "handover", parents=[common], help="换届交接：一个文件夹带齐台账和没办完的事，钥匙全部换新"
    )
    over.add_argument("dir", metavar="DIR", help="交接的东西放在哪个新文件夹")
    over.add_argument("--to", metavar="NAME", required=True, help="接手人")
    over.add_argument("--new-password-file", metavar="FILE", help=f"新密码；不写就用环境变量 {NEW_PASSWORD}")
    over.set_defaults(run=_handover)


def _keys(args: argparse.Namespace) -> Answer:
    with open_workspace(args) as workspace:
        of_office = args.what in {"enrol", "card"}
        if args.what != "renew" and of_office != (workspace.role == "office"):
            raise UserError("enrol、card 在县里的台账里用，ask、take 在支部的台账里用。")
        read = args.what in {"enrol", "take"}
        return _DOES[args.what](workspace, file_from(args.file) if read else Path(args.file), args)


def _ask(workspace: Workspace, file: Path, _args: argparse.Namespace) -> Answer:
    bundle_out.ask_to_enrol(workspace.desk, file_to(str(file), REQUEST.ending))
    mark = workspace.desk.signer.fingerprint
    return Answer({"file": str(file), "fingerprint": mark}, [f"写好了：{file}。电话里请县里核对登记号 {mark}"])


def _take(workspace: Workspace, file: Path, args: argparse.Namespace) -> Answer:
    card = take_card(workspace.desk, file, compared=args.compared)
    data = {"fingerprint": card.fingerprint, "office": card.office_name}
    return Answer(data, [f"登记好了：{card.office_name}，登记号 {card.fingerprint}，请打电话和县里核对。"])


def _enrol(workspace: Workspace, file: Path, _args: argparse.Namespace) -> Answer:
    from danyang_desktop.exchange.key_enrolment import read_request

    office = Office.of(workspace.desk)[0]
    vouched = office.vouched(read_request(file))
    known = office.enrol(file)
    said = "换了钥匙，旧钥匙作了保，不用打电话。" if vouched else "请打电话和支部核对登记号；不一样就用 revoke 撤销。"
    data = {"branch": known.branch_code, "device": known.device, "fingerprint": known.fingerprint, "vouched": vouched}
    return Answer(data, [f"登记好了：{known.branch_name}，登记号 {known.fingerprint}。{said}"])


def _card(workspace: Workspace, file: Path, _args: argparse.Namespace) -> Answer:
    office = Office.of(workspace.desk)[0]
    office.write_card(file_to(str(file), CARD.ending))
    mark = office.keys.fingerprint
    return Answer({"file": str(file), "fingerprint": mark}, [f"登记卡写好了：{file}。县里的登记号 {mark}"])


def _renew(workspace: Workspace, file: Path, _args: argparse.Namespace) -> Answer:
    # Nothing is changed before it is known that what tells of the change can be written.
    if workspace.role == "office":
        must_take(file_to(str(file), ".pdf").parent)
        office, recovery = Office.of(workspace.desk)[0].renewed()
        return Answer(*print_recovery(office, recovery, file))
    must_take(file_to(str(file), REQUEST.ending).parent)
    workspace.renew_device_key()
    bundle_out.ask_to_enrol(workspace.desk, file)
    mark = workspace.desk.signer.fingerprint
    said = f"钥匙换好了，登记文件写在 {file}，请交给县里；县里登记以后再上报。新登记号 {mark}"
    return Answer({"file": str(file), "fingerprint": mark}, [said])


def print_recovery(office: Office, recovery: str, file: Path) -> tuple[dict[str, Any], list[str]]:
    """Print the recovery key on its sheet; returns what to answer. It is said here and never again."""
    from danyang_desktop.county.recovery_sheet import recovery_sheet
    from danyang_desktop.printing.paper import render

    sheet = recovery_sheet(office, recovery)
    render([sheet], file, title=sheet.title)
    data = {"file": str(file), "fingerprint": office.keys.fingerprint, "recovery": recovery}
    return data, [f"县里的备用钥匙只打印这一次：{file}。打印出来封好锁起来，再把这个文件删掉。"]


_DOES: dict[str, Callable[[Workspace, Path, argparse.Namespace], Answer]] = {
    "ask": _ask, "take": _take, "renew": _renew, "enrol": _enrol, "card": _card,
}  # fmt: skip


def _handover(args: argparse.Namespace) -> Answer:
    from danyang_desktop.handover import REQUEST, hand_over

    old = password(args)
    new = _new_password(args)
    with open_workspace(args) as workspace:
        if workspace.role == "office":
            raise UserError("换届交接是支部的事。县里换人，请换密码，再用 keys renew 换钥匙。")
        if not args.operator:  # whoever types this does it for the secretary of today
            workspace.operator = next((name for name, role in workspace.operators if role == SECRETARY), "")
        done = hand_over(workspace, Path(args.dir), to=args.to, old=old, new=new, progress=progress)
    data = {
        "files": list(done.files), "fingerprint": done.fingerprint, "folder": str(done.folder),
        "promises": done.promises, "recovery": done.recovery,
    }  # fmt: skip
    lines = [
        f"交接好了：{done.folder}，{len(done.files)} 个文件，没办完的事 {done.promises} 件。从现在起只有新密码能打开。",
        f"新的开锁纸号码（只显示这一次，请抄在纸上锁起来）：{done.recovery}",
        f"“{REQUEST}”请交给县里登记；县里问起来，新登记号是 {done.fingerprint}。",
        "文件夹里是没有加密的台账，交接完请收好或删掉。以前的备份还用以前的密码打开。",
    ]
    return Answer(data, lines)


def _new_password(args: argparse.Namespace) -> str:
    if args.new_password_file:
        return password(argparse.Namespace(password_file=args.new_password_file))
    if os.environ.get(NEW_PASSWORD):
        return os.environ[NEW_PASSWORD]
    raise UserError(f"没有给新密码。请用 --new-password-file，或设好环境变量 {NEW_PASSWORD}（旧密码用 {PASSWORD}）。")
