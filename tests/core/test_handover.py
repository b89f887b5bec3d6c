"""换届交接: everything is in the folder, the successor's keys open the book, and nothing that was known before does."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any

import pytest

from danyang_desktop.base.errors import Trouble, UserError
from danyang_desktop.commands import run
from danyang_desktop.declare.look import Link
from danyang_desktop.exchange.key_enrolment import read_request
from danyang_desktop.handover import LIST, REQUEST, hand_over
from danyang_desktop.ledgers.visits import VISITS
from danyang_desktop.registers.action_items import ActionItem
from danyang_desktop.store.keyring import load_keyring
from danyang_desktop.workspace import Workspace
from tests.helpers.books import OPERATOR, PASSWORD, cheap_keys
from tests.helpers.workbooks import read_xlsx

if TYPE_CHECKING:
    from pathlib import Path

NEW = "新来的-2027"
PROMISE = "送临时救助申请到镇民政办"


@pytest.fixture
def kept(book: Workspace) -> Workspace:
    """Fill a book with a visit at which something was promised; somebody else may sit at the desk as well."""
    book.save(
        book.new(
            VISITS, household=Link("", "王桂兰"), visited_on=dt.date(2026, 11, 20), visitors=[Link("", OPERATOR)],
            place="柳塘村3组", situation="身体尚好，家中平安，邻居常来照看。", measures="常去看看。",
            actions=[ActionItem("", what=PROMISE, due_on=dt.date(2026, 12, 1))],
        )
    )  # fmt: skip
    book.set_setting("operators", [[OPERATOR, "书记"], ["许敏", "记录"]])
    return book


def _over(book: Workspace, folder: Path, **how: Any) -> Any:
    with cheap_keys():
        return hand_over(book, folder, **{"to": "何志强", "old": PASSWORD, "new": NEW, **how})


def _text(path: Path) -> str:
    import pypdfium2

    with pypdfium2.PdfDocument(path) as document:
        return "".join(page.get_textpage().get_text_range() for page in document)


def test_the_folder_holds_the_ledgers_and_what_is_open(kept: Workspace, tmp_path: Path) -> None:
    told = _over(kept, tmp_path / "out")
    assert told.promises == 1
    assert {LIST, REQUEST, "走访帮扶台账.xlsx", "走访帮扶台账_2026.pdf"} <= set(told.files)
    assert set(told.files) == {path.name for path in (tmp_path / "out").iterdir()}
    said = _text(tmp_path / "out" / LIST)
    assert all(word in said for word in (PROMISE, "王桂兰", OPERATOR, "何志强", "监交人"))
    assert "王桂兰" in _text(tmp_path / "out" / "走访帮扶台账_2026.pdf")
    assert any("王桂兰" in row for row in read_xlsx(tmp_path / "out" / "走访帮扶台账.xlsx"))


def test_only_the_new_keys_open_the_book(kept: Workspace, tmp_path: Path) -> None:
    before, signer, epoch = load_keyring(kept.folder), kept.desk.signer, kept.book.epoch
    told = _over(kept, tmp_path / "out")
    keyring = load_keyring(kept.folder)
    for how in ({"password": PASSWORD}, {"recovery": "-".join(["AAAA"] * 6)}):
        with pytest.raises(UserError):
            keyring.open(**how)
    assert keyring.wraps["recovery"] != before.wraps["recovery"]
    assert keyring.open(password=NEW) == keyring.open(recovery=told.recovery) == before.open(password=PASSWORD)
    assert (kept.desk.signer.device, kept.book.epoch) != (signer.device, epoch)
    request = read_request(tmp_path / "out" / REQUEST)
    assert (request.replaces, request.endorsement.by) == (signer.device, signer.public_hex)
    assert request.device == kept.desk.signer.device
    assert kept.operator == kept.setting("operator") == "何志强"
    assert kept.setting("operators") == [["何志强", "书记"], ["许敏", "记录"]]
    assert kept.check() == []


@pytest.mark.parametrize(
    ("how", "word"),
    [
        ({"old": "不是这个"}, "密码不对"),
        ({"new": "短"}, "密码太短"),
        ({"new": PASSWORD}, "一样"),
        ({"to": " "}, "姓名"),
    ],
)
def test_what_is_wrong_is_said_before_anything_changes(
    kept: Workspace, tmp_path: Path, how: dict[str, str], word: str
) -> None:
    signer = kept.desk.signer
    with pytest.raises(UserError, match=word):
        _over(kept, tmp_path / "out", **how)
    assert not (tmp_path / "out").exists()
    assert kept.desk.signer == signer
    assert kept.knows_password(PASSWORD)


def test_a_folder_with_something_in_it_is_left_alone(kept: Workspace, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "照片.jpg").write_bytes(b"x")
    with pytest.raises(UserError, match="已经有东西"):
        _over(kept, tmp_path / "out")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["照片.jpg"]


def test_a_disk_that_fails_leaves_the_old_keys(
    kept: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: Any, **_how: Any) -> int:
        raise Trouble("写满了", "U-101")

    monkeypatch.setattr("danyang_desktop.handover.write_rows", full)
    signer = kept.desk.signer
    with pytest.raises(Trouble):
        _over(kept, tmp_path / "out")
    assert kept.desk.signer == signer
    assert kept.knows_password(PASSWORD)


def test_the_command_hands_over(
    kept: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = kept.folder
    kept.close()
    monkeypatch.setenv("DANYANG_DEVICE", str(tmp_path / "device"))
    monkeypatch.setenv("DANYANG_PASSWORD", PASSWORD)
    asked = ["handover", str(tmp_path / "out"), "--to", "何志强", "--book", str(folder), "--json"]
    assert run(asked) == 1
    assert "新密码" in json.loads(capsys.readouterr().out)["error"]
    monkeypatch.setenv("DANYANG_NEW_PASSWORD", NEW)
    with cheap_keys():
        assert run(asked) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["promises"] == 1
    assert OPERATOR in _text(tmp_path / "out" / LIST)
    assert run(["list", "visits", "--book", str(folder), "--json"]) == 1
    monkeypatch.setenv("DANYANG_PASSWORD", NEW)
    capsys.readouterr()
    assert run(["list", "visits", "--book", str(folder), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["total"] == 1
    with cheap_keys(), Workspace.open(folder, password=NEW, device_folder=tmp_path / "device") as again:
        assert again.operators == [("何志强", "书记"), ("许敏", "记录")]
