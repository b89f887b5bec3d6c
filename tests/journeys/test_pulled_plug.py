"""The plug is pulled in the middle of a form: the next start offers what was written."""

from __future__ import annotations

import signal
import subprocess
import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from tests.helpers.books import NOW, PASSWORD, Pattern, SetClock
from tests.helpers.sources import ROOT
from ui.dialogs.lock_page import LockPage
from ui.messages import Strip
from ui.remember import Remembered
from ui.window.main_window import MainWindow

if TYPE_CHECKING:
    from pathlib import Path

    from tests.journeys.secretary import Secretary
    from ui.background import Background


def test_a_form_that_was_cut_off_is_offered_again(
    pattern: Pattern, tmp_path: Path, background: Background, secretary: Secretary
) -> None:
    pattern.copy(tmp_path / "desk")
    command = [sys.executable, "-m", "tests.journeys.half_a_visit", str(tmp_path / "desk")]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        for line in writer.stdout:  # it types on and on; the draft follows without a pause in the typing
            typed, kept = map(int, line.split())
            if kept:
                break
        writer.send_signal(signal.SIGKILL)
    assert typed >= kept > 5
    desk = tmp_path / "desk"
    how = {"clock": SetClock(NOW), "device_folder": desk / "device"}
    window = MainWindow(desk / "book", background, Remembered(desk), how)
    secretary.sit_at(window)
    assert window.findChild(LockPage) is not None
    secretary.type(PASSWORD)
    secretary.enter()
    secretary.until(lambda: window.shell is not None, "the book opens")
    secretary.press(Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert window.shell is not None
    page = window.shell.page("visits")
    offer = page.list.findChild(Strip, "draftOffer")  # type: ignore[attr-defined]
    assert "有 1 条没写完的走访" in offer.sentence
    secretary.tab_to("draftOfferButton")
    secretary.enter()
    assert page.form.body.editor("situation").text() == "x" * kept  # type: ignore[attr-defined]
    assert window.findChild(QPushButton, "formSave") is not None
    window.close()
    secretary.until(lambda: not window.isVisible(), "the window closes")
