"""The code of the 开锁纸 on a card, with the buttons that bring it onto paper."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QFrame

from danyang_desktop.base.errors import Trouble, UserError
from ui import pieces

if TYPE_CHECKING:
    from danyang_desktop.base.progress import Progress
    from ui.background import Background
    from ui.theme import Theme

FILE = "开锁纸.pdf"


class UnlockCard(QFrame):
    """`about` says whose book it is, as the paper's head does; set it before printing."""

    def __init__(self, theme: Theme, background: Background, code: str) -> None:
        super().__init__()
        self.setProperty("card", True)
        self.setObjectName("recoveryCard")
        self._background = background
        self._code = code
        self.about = ""
        outer = pieces.column(self, margins=(20, 14, 20, 14), gap=4)
        self._label = pieces.label(code.replace("-", " · "), "code", name="recoveryCode", selectable=True)
        outer.addWidget(self._label)  # on a line of its own: beside the buttons its last letters were cut off
        lay = pieces.row(gap=12)
        lay.addStretch(1)
        print_it = pieces.button(theme, "打印开锁纸", "recoveryPrint", icon="print")
        print_it.clicked.connect(self.ask_print)
        lay.addWidget(print_it)
        save = pieces.button(theme, "存成 PDF", "recoverySave", kind="link")
        save.clicked.connect(self.ask_save)
        lay.addWidget(save)
        outer.addLayout(lay)
        self._said = pieces.label("", "hint", name="recoverySaid", wrap=True)
        self._said.hide()
        outer.addWidget(self._said)

    def show_code(self, code: str) -> None:
        """Show another code."""
        self._code = code
        self._label.setText(code.replace("-", " · "))

    def ask_print(self) -> None:
        """Print on the usual printer of this computer; without one the paper is saved."""
        from ui.printing.printers import printer_names

        names = printer_names()
        if names:
            self._run(_Onto(self.about, self._code, names[0]), f"已经送到打印机“{names[0]}”。")
        else:
            self._say("没有找到打印机，可以先存成 PDF，到别处打印。")
            self.ask_save()

    def ask_save(self) -> None:
        """Ask where the paper goes as a file."""
        chosen, _ = QFileDialog.getSaveFileName(self, "开锁纸存到哪里（不要留在这台电脑上）", FILE, "PDF (*.pdf)")
        if chosen:
            self.save_to(Path(chosen))

    def save_to(self, path: Path) -> None:
        """Write the paper as a PDF."""
        self._run(_Into(self.about, self._code, path), f"存好了：{path.name}。打印以后请把这个文件删掉。")

    def _run(self, work: _Into | _Onto, said: str) -> None:
        self._good = said
        task = self._background.run("正在准备开锁纸", work)
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


@dataclass(frozen=True)
class _Into:
    """The paper as a file, for the worker. It is not logged: the log would hold the code."""

    unit: str
    code: str
    path: Path

    def __call__(self, progress: Progress) -> None:
        """Write it."""
        from danyang_desktop.printing.paper import render
        from danyang_desktop.printing.specials.unlock import TITLE, unlock_sheet

        render([unlock_sheet(self.unit, self.code)], self.path, title=TITLE, progress=progress)


@dataclass(frozen=True)
class _Onto:
    """The paper onto a printer, for the worker."""

    unit: str
    code: str
    printer: str

    def __call__(self, progress: Progress) -> None:
        """Print it."""
        from danyang_desktop.printing.paper import render
        from danyang_desktop.printing.specials.unlock import TITLE, unlock_sheet
        from ui.printing.printers import PrinterTray, Wish, open_printer

        tray = PrinterTray(open_printer(self.printer), Wish(), progress)
        render([unlock_sheet(self.unit, self.code)], tray, title=TITLE, progress=progress)
