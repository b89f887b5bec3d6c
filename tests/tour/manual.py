"""The pictures of the manual: the real window on the demo book, small enough to come with the program."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PIL import Image
from PySide6.QtWidgets import QApplication

from danyang_desktop.handbook import MANUAL
from tests.helpers.workbooks import SAMPLES
from tests.tour.scenes import CTRL, KEY, close_dialogs, leave_form

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.tour.stage import Stage

PICTURES = MANUAL / "pictures"
_WIDTH, _COLOURS, _ROUNDS = 1000, 128, 4
"""Rounds of moving each colour to the middle of what it stands for: large grounds get exactly their own."""


def start(stage: Stage) -> None:
    """Show the first run."""
    stage.settle()


def entry(key: str) -> Callable[[Stage], None]:
    """Return what shows an entry of the side list."""

    def play(stage: Stage) -> None:
        stage.page(key)

    return play


def form(stage: Stage) -> None:
    """Show a visit's form with a household chosen."""
    page: Any = stage.page("visits")
    record = page.list.model.record(0)
    page.start_new()
    page.form.body.editor("household").set_value(record.household)
    page.form._edited("household")


def coverage(stage: Stage) -> None:
    """Show who was not talked to this year."""
    page: Any = stage.page("talks")
    page.list.table.setFocus()
    stage.key(KEY.Key_G, CTRL)


def team(stage: Stage) -> None:
    """Show a team that joins an activity."""
    page: Any = stage.page("volunteering")
    page.start_new()
    stage.key(KEY.Key_T, CTRL)


def batch(stage: Stage) -> None:
    """Show the desk of a batch."""
    page: Any = stage.page("subsidies")
    page.list.months.set_month("2026")
    page.list.table.choose(0)
    page.list.table.setFocus()
    stage.key(KEY.Key_Return)


def importing(stage: Stage) -> None:
    """Show the rows of a roster, checked."""
    from ui.pages.importing.wizard import ImportWizard

    page: Any = stage.page("people")
    page.ask_import()
    wizard = next(one for one in QApplication.topLevelWidgets() if isinstance(one, ImportWizard) and one.isVisible())
    wizard.read(SAMPLES / "roster.xlsx")
    stage.settle()
    wizard.go_on()


SCENES: dict[str, Callable[[Stage], None]] = {
    "start": start, "home": entry("home"), "form": form, "list": entry("visits"), "coverage": coverage, "team": team,
    "batch": batch, "import": importing, "print": entry("print"), "stick": entry("stick"),
    "settings": entry("settings"),
}  # fmt: skip


def take_pictures(stage: Stage, demo: Path) -> list[str]:
    """Take them all, each on a fresh copy of the demo's book, and put them beside the manual's pages."""
    for name, play in SCENES.items():
        with stage.opened(None if name == "start" else demo):
            if name != "start":
                stage.enter()
            play(stage)
            shrink(stage.shoot(name), PICTURES / f"{name}.png")
            close_dialogs()
            for page in stage.window.shell._pages.values() if stage.window.shell else ():
                if getattr(page, "form", None) is not None:
                    leave_form(stage, page)
    return stage.shots


def shrink(picture: Path, to: Path) -> None:
    """Keep a picture with few colours: the window has no more."""
    to.parent.mkdir(parents=True, exist_ok=True)
    with Image.open(picture) as whole:
        small = whole.convert("RGB").resize(
            (_WIDTH, round(_WIDTH * whole.height / whole.width)), Image.Resampling.LANCZOS
        )
    small.quantize(_COLOURS, Image.Quantize.MAXCOVERAGE, kmeans=_ROUNDS, dither=Image.Dither.NONE).save(
        to, "PNG", optimize=True
    )
