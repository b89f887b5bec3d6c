"""Blank forms come from the declaration: every field asked, choices as boxes, numbers and QR, lists on one page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from danyang_desktop.base.errors import Trouble, UserError
from danyang_desktop.declare.codes import CODE_LISTS
from danyang_desktop.declare.kinds import Choice, Choices, Rows
from danyang_desktop.opening import ALL
from danyang_desktop.papers.forms import blank_recipe, numbers_recipe
from danyang_desktop.papers.making import make_sheets, print_recipe
from danyang_desktop.printing.blank import blank_form, blank_lists
from danyang_desktop.printing.paper import count_pages, draw
from danyang_desktop.printing.sheets import Grid
from danyang_desktop.recheck import recheck
from tests.core.printing.paper_samples import squeezed, texts
from tests.helpers.toy import ERRANDS, NEIGHBOURS, TOYS

if TYPE_CHECKING:
    from pathlib import Path

    from danyang_desktop.declare.ledger import Ledger
    from danyang_desktop.printing.sheets import Sheet
    from danyang_desktop.workspace import Workspace

EVERY = pytest.mark.parametrize("ledger", [*ALL, *TOYS], ids=lambda ledger: ledger.slug)


def form(ledger: Ledger[Any], serial_no: str = "") -> Sheet:
    return blank_form(ledger, unit="柳塘村党支部", options=CODE_LISTS.__getitem__, serial_no=serial_no)


@EVERY
def test_a_form_asks_for_every_field_of_its_face(ledger: Ledger[Any]) -> None:
    drawing = draw([form(ledger)], title="空白表")
    text = "".join(texts(drawing.data))
    grid = form(ledger).blocks[0]
    assert isinstance(grid, Grid)
    labels = [cell.text for line in grid.lines for cell in line.cells if cell.kind == "label"]
    assert labels
    for label in labels:
        assert squeezed(label) in text
    assert drawing.pages <= 3


@EVERY
def test_an_empty_list_takes_one_page(ledger: Ledger[Any]) -> None:
    sheets = list(blank_lists(ledger, unit="柳塘村党支部"))
    assert sheets
    assert count_pages(sheets) == [1] * len(sheets)


def test_choices_are_boxes_and_rows_are_tables() -> None:
    sheet = form(ERRANDS, "PT-32118110120301-2026-0001")
    ticks = {cell.choices for line in sheet.blocks[0].lines for cell in line.cells if cell.kind == "ticks"}  # type: ignore[union-attr]
    for kind in ERRANDS.kinds.values():
        if isinstance(kind, (Choice, Choices)) and kind.name != ERRANDS.state:
            assert tuple(kind.options) in ticks or len(kind.options) > 20
        if isinstance(kind, Rows):
            assert kind.label in list(sheet.values())
    assert ("是", "否") in ticks
    assert ERRANDS.kinds[ERRANDS.state].label not in list(sheet.values())
    assert "PT-32118110120301-2026-0001" in "".join(texts(draw([sheet], title="x").data))


def test_forms_of_one_batch_bear_their_own_numbers(toys: Workspace, tmp_path: Path) -> None:
    recipe = blank_recipe(toys, ERRANDS, 3)
    printed = print_recipe(toys, recipe, tmp_path / "blank.pdf", "空白表")
    text = "".join(texts((tmp_path / "blank.pdf").read_bytes()))
    for number in recipe["numbers"]:
        assert number in text
    assert len({sheet.check_code for sheet in printed.sheets[:3]}) == 3
    assert recheck(toys, printed.sheets[0].check_code).state == "same"


def test_a_print_that_fails_uses_up_no_number(toys: Workspace, tmp_path: Path) -> None:
    with pytest.raises(Trouble), toys.book.transaction():
        print_recipe(toys, blank_recipe(toys, ERRANDS, 2), tmp_path / "gone" / "blank.pdf", "空白表")
    assert toys.reserved(ERRANDS) == []
    assert toys.reserve_serials(ERRANDS, 1)[0].endswith("0001")


def test_registers_have_forms_without_numbers(toys: Workspace) -> None:
    recipe = blank_recipe(toys, NEIGHBOURS, 2)
    assert recipe["numbers"] == ["", ""]
    assert {sheet.qr for sheet in make_sheets(toys, recipe)} == {""}
    with pytest.raises(UserError, match="不编号"):
        numbers_recipe(NEIGHBOURS, 2026)
