"""What an import would do, worked out first and shown; then done, all at once or not at all.

The core asks no questions: `make_plan` says which rows are new, changed, the same, or refused and why; the window or
the command shows it; `apply` does it in one transaction.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from danyang_desktop.base.errors import Cancelled, UserError
from danyang_desktop.base.progress import Progress, silent
from danyang_desktop.exchange import workbook_grid, workbook_heads
from danyang_desktop.exchange.plan_parts import Applied, Desk, Entry, Plan, Refusal, Warned
from danyang_desktop.exchange.plan_rows import Sorter
from danyang_desktop.exchange.workbook_body import read_body

if TYPE_CHECKING:
    from pathlib import Path

    from danyang_desktop.declare.ledger import Ledger
    from danyang_desktop.exchange.workbook_grid import Grid
    from danyang_desktop.exchange.workbook_heads import Heads

__all__ = ["Applied", "Desk", "Entry", "Plan", "Refusal", "Warned", "apply", "make_plan", "plan_file"]


def plan_file(
    workspace: Desk, ledger: Ledger[Any], path: Path, sheet: str | None = None, progress: Progress = silent
) -> Plan:
    """Read a workbook and plan its import. Without `sheet`, the sheet whose headings fit best is taken.

    Raises UserError or Trouble when the file cannot be read or holds no such table.
    """
    progress(0, 0, f"正在读“{path.name}”……")
    grid, heads, notes = _best_sheet(ledger, path, sheet)
    return _plan(workspace, ledger, grid, heads, notes, progress)


def make_plan(
    workspace: Desk, ledger: Ledger[Any], grid: Grid, progress: Progress = silent, *, heads: Heads | None = None
) -> Plan:
    """Plan the import of one sheet. Raises UserError when it has no headings of this ledger.

    `heads` are the headings where somebody assigned them (workbook_heads.with_columns), else they are looked for.
    """
    return _plan(workspace, ledger, grid, heads or workbook_heads.find_heads(grid, ledger), [], progress)


def apply(plan: Plan, workspace: Desk, progress: Progress = silent) -> Applied:
    """Save what the plan says, in one transaction; then let it be found quickly, as far as one has time for it.

    Raises Cancelled from `progress`, Trouble, or UserError when somebody changed a record meanwhile; then nothing at
    all was saved.
    """
    entries = [*plan.new, *plan.changed]
    count = len(entries)

    def say(done: int, total: int, sentence: str) -> None:
        progress(done, total or count, sentence)

    uids = workspace.save_many(plan.ledger, [entry.record for entry in entries], say) if entries else []
    with suppress(Cancelled):  # too late: it is saved
        progress(count, count, f"存好了 {count} {plan.ledger.unit}。")
    workspace.index(progress)
    return Applied(tuple(uids[: len(plan.new)]), tuple(uids[len(plan.new) :]))


def _best_sheet(ledger: Ledger[Any], path: Path, sheet: str | None) -> tuple[Grid, Heads, list[str]]:
    """Return the sheet whose headings fit best, and what is to be said of the others."""
    best: tuple[Grid, Heads] | None = None
    scores: dict[str, int] = {}
    trouble: UserError | None = None
    for grid in workbook_grid.read_grids(path, sheet):
        if grid.sheet == workbook_heads.GUIDE and sheet is None:
            continue
        try:
            if grid.too_large is not None:
                raise grid.too_large
            heads = workbook_heads.find_heads(grid, ledger)
        except UserError as error:
            trouble = grid.too_large or trouble or (None if grid.is_blank else error)
            continue
        scores[grid.sheet] = heads.score
        if best is None or heads.score > best[1].score:
            best = grid, heads
    if best is None:
        raise trouble or UserError(f"“{path.name}”里的表都是空的，没有可导入的内容。")
    return *best, _of_others(ledger, best[0].sheet, scores)


def _of_others(ledger: Ledger[Any], chosen: str, scores: dict[str, int]) -> list[str]:
    """Name the sheets that fit nearly as well as the chosen one: one sheet for each 村民小组 is common."""
    others = [f"“{sheet}”" for sheet, score in scores.items() if sheet != chosen and score * 2 > scores[chosen]]
    return [f"还有{'、'.join(others)}也像{ledger.title}，这次没有读；要导入请另选那张表。"] if others else []


def _plan(workspace: Desk, ledger: Ledger[Any], grid: Grid, heads: Heads, notes: list[str], progress: Progress) -> Plan:
    body = read_body(grid, heads)
    plan = Plan(
        ledger, grid.sheet, unknown_columns=heads.unknown, missing_columns=heads.missing, skipped=body.skipped,
        notes=notes, titles=heads.titles, columns=heads.columns,
    )  # fmt: skip
    hidden = sum(1 for line in body.lines if line.number - 1 in grid.hidden)
    if hidden:
        notes.append(f"有 {hidden} 行在表里是隐藏的，也一起读了。不想导入的，请先在表里删掉。")
    if grid.unworked:
        notes.append(f"有 {grid.unworked} 个公式还没有算出结果，读成了空白。请用WPS打开、保存一次再导入。")
    Sorter(workspace, plan, heads, progress).sort(body.lines)
    if heads.missing and body.lines and len(plan.refused) == len(body.lines):
        raise UserError(
            f"“{grid.sheet}”里少了{'、'.join(f'“{label}”' for label in heads.missing)}这{_columns(heads)}，导不进来。"
            "台账没有动。请在表里补上，再来导入。"
        )
    return plan


def _columns(heads: Heads) -> str:
    return "一列" if len(heads.missing) == 1 else "几列"
