"""入户走访表: what to know and to ask at a door: the household, the last visit, what was promised; the rest is empty.

It is written by hand at the door, signed, scanned, and files itself by its QR.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from danyang_desktop.base.chinese.dates import show_date
from danyang_desktop.printing.blank import Blank, blank_grid, blanks_of, signing
from danyang_desktop.printing.qr import record_payload
from danyang_desktop.printing.sheets import Cell, Sheet, Words
from danyang_desktop.printing.shown import Shown

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator, Sequence

    from danyang_desktop.declare.ledger import Ledger
    from danyang_desktop.ledgers.visits import Visit
    from danyang_desktop.registers.action_items import ActionItem
    from danyang_desktop.registers.households import Household

    Options = Callable[[str], Sequence[str]]

TITLE = "入户走访表"
CARE = "入户走访表 · 含个人信息，用完交回支部"
_ASKED = (
    "visited_on", "starts", "visitors", "purpose", "situation", "difficulty", "request", "measures", "cash",
    "follow_up_on", "receipt", "satisfaction",
)  # fmt: skip
"""What is written at the door: fields of a visit."""
_LOW = {"situation": 20.0, "difficulty": 11.0, "request": 12.0, "measures": 12.0}
_SPARE = 12.0
"""What each of them gets on top where the page has it."""
_LINE, _SIZE = 9.0, 11.0
"""Height in mm of a line, and points of the type: all of it on one page."""
_TOLD = ("situation", "request", "measures")
_LONGEST, _MOST_MEMBERS, _MOST_PROMISES = 80, 6, 4
_PROMISE = 30
"""Characters of an open action, so that it stands on one line."""
_NOT_AT_THE_DOOR = 3
"""Privacy level from which a fact of a member stays at home: numbers, illness, income."""


def door_sheet(
    ledgers: tuple[Ledger[Any], Ledger[Any]],
    household: Household,
    last: Visit | None,
    promised: Sequence[ActionItem],
    *,
    unit: str,
    today: dt.date,
    options: Options,
    printed_at: str = "",
) -> Sheet:
    """Return the sheet to take along to a household.

    ledgers   those of households and of visits, whose declarations give labels and choices
    last      the newest visit, None if there was none;  promised  open actions, oldest first
    """
    register, visits = ledgers
    blanks = [*_known(register, household, today), *_before(visits, last), *_open(promised)]
    asked = [
        blank._replace(height=_LOW.get(name, _LINE), spare=_SPARE if name in _LOW else 0.0)
        for name in _ASKED
        for blank in blanks_of(visits, [name], options)
    ]
    number = f"户编号：{household.household_no}" if household.household_no else ""
    return Sheet(
        title=TITLE,
        unit=f"单位：{unit}",
        period=number,
        blocks=(
            blank_grid(blanks, _SIZE),
            Words(
                "这一次（用钢笔或签字笔写，拍照或扫描时把整张纸和右上角的方块拍进去）", heading=True, size=10.5, gap=2
            ),
            blank_grid([*asked, *signing(("走访对象", "走访人"))], _SIZE),
        ),
        layout="form",
        care=CARE,
        printed_at=printed_at,
        qr=record_payload(household.uid, household.head),
    )


def _known(register: Ledger[Any], household: Household, today: dt.date) -> Iterator[Blank]:
    shown = Shown(register, household, "working")

    def fact(name: str, *, half: bool = True) -> Blank:
        kind = register.kinds[name]
        return Blank(kind.label, Cell(shown.value(kind, getattr(household, name)), "left"), _LINE, half=half)

    yield from (fact(name) for name in ("head_name", "phone"))
    group = "" if household.group_no and household.group_no in household.address else household.group_no
    address = "，".join(filter(None, (group, household.address)))
    yield Blank("住址", Cell(address, "left"), _LINE)
    yield from (fact(name) for name in ("hardship", "causes"))
    members = [_member(row, today) for row in household.members[:_MOST_MEMBERS]]
    if len(household.members) > _MOST_MEMBERS:
        members.append(f"等 {len(household.members)} 人")
    yield Blank("家庭成员", Cell("；".join(members) or "（档案里还没有写）", "left"), _LINE)


def _member(row: Any, today: dt.date) -> str:
    born = row.birth_on
    age = f"{today.year - born.year - ((today.month, today.day) < (born.month, born.day))}岁" if born else ""
    facts = [
        kind.show(getattr(row, name))
        for name, kind in row.kinds.items()
        if name in ("relation", "occupation") and kind.privacy < _NOT_AT_THE_DOOR
    ]
    return " ".join(filter(None, (row.member.name if row.member else "", *facts, age)))


def _before(visits: Ledger[Any], last: Visit | None) -> Iterator[Blank]:
    if last is None:
        yield Blank("上次走访", Cell("还没有走访过", "left"), _LINE)
        return
    shown = Shown(visits, last, "working")
    who = shown.value(visits.kinds["visitors"], last.visitors)
    yield Blank("上次走访", Cell(f"{show_date(last.visited_on, with_year=True)}　{who}　{last.purpose}", "left"), _LINE)
    told = [
        f"{visits.kinds[name].label}：{_cut(shown.value(visits.kinds[name], getattr(last, name)))}"
        for name in _TOLD
        if getattr(last, name)
    ]
    yield Blank("上次情况", Cell("\n".join(told), "left"), _LINE)


def _open(promised: Sequence[ActionItem]) -> Iterator[Blank]:
    if not promised:
        yield Blank("还没办好", Cell("没有", "left"), _LINE)
        return
    lines = [_promise(item) for item in promised[:_MOST_PROMISES]]
    if len(promised) > _MOST_PROMISES:
        lines.append(f"另有 {len(promised) - _MOST_PROMISES} 件，见台账")
    yield Blank("还没办好\n（办好打钩）", Cell("\n".join(lines), "ticks"), _LINE)


def _promise(item: ActionItem) -> str:
    owner = item.owner.name if item.owner else ""
    until = f"{show_date(item.due_on)}前" if item.due_on else ""
    facts = "，".join(filter(None, (owner, until)))
    tail = f"（{facts}）" if facts else ""
    return _cut(item.what, max(8, _PROMISE - len(tail))) + tail


def _cut(text: str, most: int = _LONGEST) -> str:
    """Return a text that fits: the ledger has all of it."""
    flat = text.replace("\n", " ")
    return flat if len(flat) <= most else flat[: most - 2] + "……"
