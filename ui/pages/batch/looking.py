"""How a batch is shown on the desk: its lines with what was found, the findings in groups, the totals."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from danyang_desktop.base.chinese import masks
from danyang_desktop.base.chinese.money import show_fen
from danyang_desktop.ledgers.payouts.checks import CHECKS, Finding, checks
from danyang_desktop.ledgers.payouts.lines import NORMAL, PAID, STATES, PaymentLine, worked_out
from danyang_desktop.registers.programs import BY_BANK
from ui.pages.batch.stepper import CHECKING, PAYING, SIGNING
from ui.sheet.model import Column, Line

if TYPE_CHECKING:
    from danyang_desktop.declare.look import Look
    from ui.marks import Tone

_WORDS = {
    "duplicate_id": "号码重复", "deceased": "已去世", "moved": "已迁出", "over_rate": "超标准",
    "paid_already": "别批领过", "account": "账号要改", "id_no": "号码不对", "category": "类别不符",
    "correction": "和原批不符",
}  # fmt: skip
PLACE = {"duplicate_id": "id_no", "id_no": "id_no", "over_rate": "amount_fen", "account": "account_no",
         "category": "category", "deceased": "months", "moved": "months"}  # fmt: skip
"""Finding -> the column in which it is mended."""
TAKEN_OUT = ("deceased", "moved", "paid_already", "correction")
_APART = 2


def step_of(batch: Any) -> int:
    """Return the step that a batch is at: 编制 is checked, what is under way is paid, what was paid is signed."""
    place = STATES.index(batch.state)
    return CHECKING if place == 0 else PAYING if place < STATES.index("已发") else SIGNING


@dataclass
class Group:
    """Findings of one kind that are told together."""

    code: str
    sentence: str
    hard: bool
    keys: list[str] = field(default_factory=list)

    @property
    def title(self) -> str:
        """What the check is called."""
        return CHECKS[self.code]

    @property
    def button(self) -> str:
        """What its button says."""
        if self.code in TAKEN_OUT:
            return "移出名单" if len(self.keys) == 1 else f"移出这 {len(self.keys)} 人"
        if self.code == "over_rate" and len(self.keys) == 1:
            return "写原因"
        return f"去看这 {len(self.keys)} 行" if len(self.keys) > 1 else "去看这一行"


def groups_of(batch: Any, found: list[Finding]) -> list[Group]:
    """Return the findings in groups: what must be mended first; more than two of a kind in one sentence."""
    names = {line.row_uid: line.person.name for line in batch.lines}
    groups: list[Group] = []
    for code in CHECKS:
        for hard in (True, False):
            mine = [one for one in found if one.code == code and one.hard == hard]
            sentences = list(dict.fromkeys(one.sentence for one in mine))
            if len(sentences) > _APART:
                who = "、".join(names[one.row_uid] for one in mine[:3])
                said = f"{who}等 {len(mine)} 行：{CHECKS[code]}。一行一行看，改好就没有了。"
                groups.append(Group(code, said, hard, [one.row_uid for one in mine]))
                continue
            groups += [
                Group(code, said, hard, [one.row_uid for one in mine if one.sentence == said]) for said in sentences
            ]
    return sorted(groups, key=lambda one: not one.hard)


def summary(batch: Any, groups: list[Group]) -> str:
    """Return how many checks were made and how they came out."""
    made = len(CHECKS) - 1 if batch.nature == NORMAL else len(CHECKS)
    hard = {one.code for one in groups if one.hard}
    soft = {one.code for one in groups} - hard
    parts = [f"{len(hard)} 项要改" if hard else "", f"{len(soft)} 项请看一下" if soft else ""]
    parts.append(f"{made - len(hard | soft)} 项没问题")
    return f"查了 {made} 项：{'，'.join(filter(None, parts))}"


def found_in(batch: Any, look: Look) -> list[Finding]:
    """Return what the checks find while the list may still be changed; nothing is said of a list that is signed."""
    return checks(batch, look) if step_of(batch) < SIGNING else []


def columns_of(batch: Any) -> list[Column]:
    """Return the columns of the desk; months and bank are shown where they say something."""
    checking = step_of(batch) == CHECKING
    several = any(line.months != 1 for line in batch.lines)
    columns = [
        Column("seq", "序号", 56, right=True, quiet=True),
        Column("person", "姓名", 90, bold=True),
        Column("category", "类别", 116, quiet=True, typed=checking),
        Column("id_no", "身份证号", 184, typed=checking),
        Column("rate_fen", "标准（元）", 104, right=True),
    ]
    if several:
        columns.append(Column("months", "月数", 66, right=True, typed=checking))
    columns.append(Column("amount_fen", "实发（元）", 112, right=True, typed=checking))
    if batch.pay_mode == BY_BANK:
        columns.append(Column("bank_name", "开户行", 104 if several else 118, quiet=True, typed=checking))
        columns.append(Column("account_no", "收款账号", 0, quiet=True, typed=checking))
    else:
        columns.append(Column("remark", "备注", 0, quiet=True))
    return [*columns, Column("result", "发放", 70, quiet=True), Column("check", "核对", 126, look="mark")]


def lines_of(batch: Any, found: list[Finding], order: list[str]) -> list[Line]:
    """Return the lines in the given order of row_uids; those that are not in it come last."""
    by_line: dict[str, list[Finding]] = {}
    for one in found:
        by_line.setdefault(one.row_uid, []).append(one)
    place = {key: number for number, key in enumerate(order)}
    lines = [_line(batch, line, by_line.get(line.row_uid, [])) for line in batch.lines]
    return sorted(lines, key=lambda one: place.get(one.key, len(place)))


def order_of(batch: Any, found: list[Finding]) -> list[str]:
    """Return the lines' row_uids, those with problems first."""
    hard = {one.row_uid for one in found if one.hard}
    soft = {one.row_uid for one in found}
    keys = [line.row_uid for line in batch.lines]
    return sorted(keys, key=lambda key: 0 if key in hard else 1 if key in soft else 2)


def _line(batch: Any, line: PaymentLine, found: list[Finding]) -> Line:
    worst = next((one for one in found if one.hard), found[0] if found else None)
    tone: Tone = "" if worst is None else "error" if worst.hard else "warn"
    texts = {
        "person": line.person.name, "seq": str(line.seq), "category": line.category, "id_no": masks.mask_id(line.id_no),
        "rate_fen": show_fen(line.rate_fen), "months": str(line.months), "amount_fen": show_fen(line.amount_fen or 0),
        "account_no": masks.mask_account(line.account_no), "bank_name": line.bank_name,
        "result": line.result or "未发",
        "remark": "，".join(filter(None, (line.adjust_reason, line.exception_reason, line.remark))),
    }  # fmt: skip
    typing = {
        "id_no": line.id_no, "account_no": line.account_no,
        "amount_fen": show_fen(line.amount_fen or 0).replace(",", "").removesuffix(".00"),
    }  # fmt: skip
    states: dict[str, Tone] = {PLACE[one.code]: "error" if one.hard else "warn" for one in found if one.code in PLACE}
    return Line(line.row_uid, texts, typing, tone, states, {"check": _mark(batch, line, worst)})


def _mark(batch: Any, line: PaymentLine, worst: Finding | None) -> tuple[Tone, str]:
    if step_of(batch) == SIGNING:
        return ("ok", "发成功") if line.result == PAID else ("error", line.result or "未发")
    if worst is None:
        return "ok", "通过"
    over = worked_out(line) - line.rate_fen * line.months
    if worst.code == "over_rate" and over > 0:
        return ("error" if worst.hard else "warn"), f"超 {show_fen(over).removesuffix('.00')} 元"
    return ("error" if worst.hard else "warn"), _WORDS[worst.code]
