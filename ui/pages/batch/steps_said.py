"""The next step of a batch in words, what the menu offers, and where the batch stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from danyang_desktop.base.chinese.dates import show_date
from danyang_desktop.base.chinese.money import show_fen
from danyang_desktop.ledgers.payouts.corrections import outstanding
from danyang_desktop.ledgers.payouts.lines import MONEY_OUT, NORMAL, PAID
from ui.pages.batch.looking import step_of
from ui.pages.batch.stepper import CHECKING, SIGNING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from danyang_desktop.declare.ledger import Action
    from danyang_desktop.declare.look import Look

_FORWARD = ("publicise", "review", "submit", "pay")
_GOALS = {"publicise": "公示", "review": "审核", "submit": "报送", "pay": "发放"}


def next_step(batch: Any, actions: Sequence[Action[Any]], hard: int) -> tuple[str, str, bool]:
    """Return the name of the next step, what its button says, and whether it may be pressed."""
    names = [action.name for action in actions]
    if batch.status != "final":
        return "", "", False
    if step_of(batch) == SIGNING:
        return "print", "打印签字", True
    wanted = [name for name in _FORWARD if name in names]
    if batch.nature != NORMAL and "review" in wanted:
        wanted = ["review"]  # what was publicised once need not hang out again
    if not wanted:
        return "", "", False
    name = wanted[0]
    if not batch.lines:
        return name, "先加人", False
    if hard:
        return name, f"先改好 {hard} 处再{_GOALS[name]}", False
    if name == "pay":
        return name, f"确认发放 {batch.heads} 人", True
    label = next(action.label for action in actions if action.name == name)
    return name, label if name == "submit" else f"{label} {batch.heads} 人", True


def menu_of(batch: Any, actions: Sequence[Action[Any]], chosen: str) -> list[tuple[str, str]]:
    """Return what the menu offers: key and words."""
    live = batch.status == "final"
    offers: list[tuple[str, str]] = []
    if live and step_of(batch) == CHECKING:
        offers += [("add", "加一人…（Ctrl+N）"), ("take_out", "移出选中的人（Del）"), ("edit", "改批次资料…")]
    if live and batch.state in MONEY_OUT:
        offers.append(("returns", "登记退回…"))
        if any(line.result not in ("", PAID) for line in batch.lines):
            offers.append(("reissue", "补发退回的…"))
        offers.append(("reverse", "冲正…"))
    offers += [
        (action.name, action.label)
        for action in actions
        if action.name not in (chosen, "book_returns", "publicise" if batch.nature != NORMAL else "")
        and (step_of(batch) != CHECKING or action.name != "review")
    ]
    offers.append(("history", "看改动经过"))
    if live and step_of(batch) == CHECKING:
        offers.append(("void", "作废这一批…"))
    elif batch.status == "void":
        offers.append(("bring_back", "恢复这一批"))
    return offers


def where_it_stands(batch: Any, look: Look) -> str:
    """Return a sentence about a batch that is under way or paid, "" while it is being checked."""
    if batch.status != "final":
        return f"这一批已经作废：{batch.void_reason}。"
    if batch.state == "公示":
        return f"正在公示，到 {show_date(batch.public_to)}。满了才能审核；名单要改，请点“更多”里的“退回修改”。"
    if batch.state == "审核":
        return f"{batch.approved_by} {show_date(batch.approved_on)}审核通过。下一步报送镇里。"
    if batch.state == "报送":
        return f"{show_date(batch.submitted_on)}报送镇里。钱发到手了，点“确认发放”。"
    if batch.state not in MONEY_OUT:
        return ""
    left = outstanding(batch, look)
    if left:
        owed = show_fen(sum(line.amount_fen or 0 for line in left))
        return f"还有 {len(left)} 人的 {owed} 元退回或没领。请点“更多”里的“补发退回的”，或登记成停发。"
    if batch.state == "结清":
        return f"{show_date(batch.paid_on)}发放，已经结清。名单不能再改，发错的办冲正。"
    return f"{show_date(batch.paid_on)}发放。名单不能再改：有退回的登记退回，发错的办冲正，都没有就结清。"
