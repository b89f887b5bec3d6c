"""Secret figures on a card, with the buttons that bring them onto paper: shown once, printed once, kept nowhere."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame

from danyang_desktop.base.errors import Trouble, UserError
from ui import pieces
from ui.file_places import SECRETS, FilePlaces

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from danyang_desktop.base.progress import Progress
    from danyang_desktop.printing.paper import Printed, Tray
    from danyang_desktop.printing.sheets import Sheet
    from ui.background import Background
    from ui.theme import Theme


class PaperCard(QFrame):
    """`paper` is what the sheet is called, `name` begins the names of what is on the card.

    Who makes one says in `sheet` what is printed.
    """

    def __init__(self, theme: Theme, background: Background, shown: str, *, paper: str, name: str) -> None:
        super().__init__()
        self.setProperty("card", True)
        self.setObjectName(f"{name}Card")
        self._theme = theme
        self._background = background
        self._paper = paper
        outer = pieces.column(self, margins=(20, 14, 20, 14), gap=4)
        self._label = pieces.label(shown, "code", name=f"{name}Code", wrap=True, selectable=True)
        outer.addWidget(self._label)  # on a line of its own: beside the buttons its last letters were cut off
        lay = pieces.row(gap=12)
        lay.addStretch(1)
        self.print_button = pieces.button(theme, f"打印{paper}", f"{name}Print", icon="print")
        self.print_button.clicked.connect(self.ask_print)
        lay.addWidget(self.print_button)
        save = pieces.button(theme, "存成 PDF", f"{name}Save", kind="link")
        save.clicked.connect(self.ask_save)
        lay.addWidget(save)
        outer.addLayout(lay)
        self._said = pieces.label("", "hint", name=f"{name}Said", wrap=True)
        self._said.hide()
        outer.addWidget(self._said)

    def sheet(self) -> Callable[[], Sheet]:
        """Return what makes the sheet, in the worker."""
        raise NotImplementedError

    def ask_print(self) -> None:
        """Show the paper in the program's own print dialog: look first, then the printer or a PDF."""
        from ui.printing.offers import of_sheets, print_seen  # the window's start waits for none of it
        from ui.printing.paper_desk import PaperDesk

        job = partial(_render, self.sheet())
        desk = PaperDesk(self._theme, self._background)
        dialog = print_seen(desk, self, of_sheets(f"{self._paper}，只印一张，收好", self._paper, job))
        dialog.handing.finished.connect(self._handed_out)

    def _handed_out(self) -> None:
        self._say(f"{self._paper}已经交给打印机，或存成了 PDF；存下的文件打印以后请删掉。")

    def ask_save(self) -> None:
        """Ask where the paper goes as a file."""
        title, file = f"{self._paper}存到哪里（不要留在这台电脑上）", f"{self._paper}.pdf"
        chosen = FilePlaces().new_file(self, SECRETS, title, file, "PDF (*.pdf)")  # not kept: no trace of where it is
        if chosen is not None:
            self.save_to(chosen)

    def save_to(self, path: Path) -> None:
        """Write the paper as a PDF."""
        self._good = f"存好了：{path.name}。打印以后请把这个文件删掉。"
        task = self._background.run(f"正在准备{self._paper}", partial(_render, self.sheet(), path))
        task.done.connect(self._done)
        task.failed.connect(self._failed)

    def _done(self) -> None:
        self._say(self._good)

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, UserError | Trouble):
            raise error
        self._say(error.sentence)

    def _say(self, said: str) -> None:
        self._said.setText(said)
        self._said.setVisible(bool(said))


def _render(sheet: Callable[[], Sheet], out: Path | Tray, progress: Progress) -> Printed:
    """Lay the paper out, in the worker. It is not logged: the log would hold the secret."""
    from danyang_desktop.printing.paper import render

    made = sheet()
    return render([made], out, title=made.title, progress=progress)
