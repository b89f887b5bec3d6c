"""From the preview to paper or into a file: the two buttons of the head, the questions before, the strips after."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtPrintSupport import QAbstractPrintDialog, QPrintDialog
from PySide6.QtWidgets import QDialog, QWidget

from ui import pieces
from ui.dialogs.ask import Answer, Ask
from ui.file_places import PAPERS
from ui.messages import Strip
from ui.printing import printers
from ui.printing.printers import PrinterTray

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter
    from PySide6.QtWidgets import QPushButton

    from danyang_desktop.base.progress import Progress
    from ui.printing.paper_desk import PaperDesk
    from ui.printing.printer_card import PrinterCard
    from ui.printing.session import Job
    from ui.progress_strip import ProgressStrip
    from ui.window.header import Header

_NO_PRINTER = "没有找到打印机，可以先存成 PDF，拿到有打印机的电脑上打印。"


class Handing(QObject):
    """Prints and saves.

    finished  something was handed out;  noted  a sentence for the status bar
    working   it has begun (True) or ended
    progress  a dialog's own bar, because the window's is out of reach
    """

    finished = Signal()
    noted = Signal(str)
    working = Signal(bool)

    def __init__(
        self, desk: PaperDesk, over: QWidget, header: Header, card: PrinterCard, progress: ProgressStrip | None = None
    ) -> None:
        super().__init__(over)
        self._progress = progress
        self._desk = desk
        self._over = over
        self._card = card
        self._job: Job | None = None
        self._title = ""
        self._closes = ""
        self._pages = 0
        self._file: Path | None = None
        self._after: Any = None
        self._save = header.add_button("存成 PDF", "printPdf", icon="down2")
        self._save.clicked.connect(self.ask_save)
        self._print = header.add_button("打印", "printNow", icon="print", kind="primary")
        self._print.clicked.connect(self.ask_print)
        card.more_wanted.connect(self.ask_more)
        theme = desk.theme
        self.none = Strip(theme, "warn", "printNone")
        self.good = Strip(theme, "ok", "printGood", action="打开看看")
        self.good.pressed.connect(self._open)
        self.bad = Strip(theme, "error", "printBad")

    @property
    def strips(self) -> tuple[Strip, ...]:
        """What is said above the page."""
        return self.none, self.good, self.bad

    @property
    def main_button(self) -> QPushButton:
        """The filled button: 打印, or 存成 PDF where there is no printer."""
        return self._print if self._card.printer else self._save

    def look(self) -> None:
        """Fill the button that can be used."""
        printer = bool(self._card.printer)
        for button, filled, icon in ((self._print, printer, "print"), (self._save, not printer, "down2")):
            pieces.set_state(button, "kind", "primary" if filled else "")
            button.setIcon(self._desk.theme.icon(icon, "white" if filled else "text"))
        self._print.setVisible(printer)
        self.none.say("" if printer else _NO_PRINTER)
        self._say()

    def take(self, job: Job | None, *, pages: int = 0, title: str = "", closes: str = "") -> None:
        """Take what is to be handed out; None shuts the buttons. `closes` is asked before it is handed out."""
        self._job, self._pages, self._title, self._closes = job, pages, title, closes
        self._say()

    def _say(self) -> None:
        text = f"打印 {self._pages} 页" if self._pages else "打印"
        self._print.setText(f" {text}")
        self._print.setAccessibleName(text)
        for button in (self._print, self._save):
            button.setEnabled(self._job is not None)

    # -- asking -----------------------------------------------------------------------------------------------

    def ask_print(self) -> None:
        """Print on the chosen printer; without one, save."""
        if not self._card.printer:
            self.ask_save()
        elif self._job is not None:
            self._asked(self.print_now)

    def ask_save(self) -> None:
        """Ask where the file goes, and save it there."""
        if self._job is not None:
            self._asked(self._ask_file)

    def ask_more(self) -> None:
        """Open the system's own dialog."""
        if self._job is not None:
            self._asked(self._open_dialog)

    def _asked(self, then: Any) -> None:
        """Ask before a month is closed."""
        self._after = then
        if not self._closes:
            then()
            return
        answers = (Answer("stay", "先不打印"), Answer("close", "打印并封存", "danger"))
        ask = Ask(self._desk.theme, self._over, "打印存档版，封存这个月？", self._closes, answers)
        ask.answered.connect(self._answered, Qt.ConnectionType.QueuedConnection)  # when the question is out of sight
        ask.open()

    def _answered(self, key: str) -> None:
        if key == "close":
            self._after()

    def _ask_file(self) -> None:
        chosen = self._desk.places.new_file(self._over, PAPERS, "存成 PDF", f"{self._title}.pdf", "PDF (*.pdf)")
        if chosen is not None:
            self.save_to(chosen)

    def _open_dialog(self) -> None:
        self._printer = printers.open_printer(self._card.printer)
        self._printer.setCopyCount(self._card.wish.copies)
        self._printer.setDocName(self._title)  # also the name of the file, if it is to be one
        dialog = QPrintDialog(self._printer, self._over)
        dialog.setObjectName("systemPrintDialog")
        dialog.setOption(QAbstractPrintDialog.PrintDialogOption.PrintPageRange, True)
        dialog.setMinMax(1, self._pages)
        dialog.setFromTo(1, self._pages)
        dialog.setModal(True)
        dialog.finished.connect(self._dialog_finished, Qt.ConnectionType.QueuedConnection)
        dialog.finished.connect(dialog.deleteLater)
        dialog.show()

    def _dialog_finished(self, code: int) -> None:
        if code != QDialog.DialogCode.Accepted:
            return
        printer = printers.prepared(self._printer)
        self._send(printer, printers.Wish(printer.copyCount(), printer.duplex() != printer.DuplexMode.DuplexNone))

    # -- doing ------------------------------------------------------------------------------------------------

    def print_now(self) -> None:
        """Print on the chosen printer."""
        self._send(printers.open_printer(self._card.printer), self._card.wish)

    def _send(self, printer: QPrinter, wish: printers.Wish) -> None:
        assert self._job is not None  # noqa: S101 - the buttons are shut without a job
        file = Path(printer.outputFileName()).name
        where = f"已经打印到文件“{file}”" if file else f"已经交给打印机“{printer.printerName()}”"
        self._start("正在打印", partial(_print, self._job, printer, wish), f"{where}，共 {{}} 页。", None)

    def save_to(self, out: Path) -> None:
        """Save as a PDF file."""
        assert self._job is not None  # noqa: S101 - the buttons are shut without a job
        self._start("正在排版", partial(_save, self._job, out), f"存好了：{out.name}，共 {{}} 页。", out)

    def _start(self, title: str, work: Any, said: str, file: Path | None) -> None:
        self.good.say("")
        self.bad.say("")
        self._file, self._said = file, said
        task = self._desk.background.run(title, work, in_page=self._progress is not None)
        if self._progress is not None:
            self._progress.follow(task)
        self.working.emit(True)
        for end in (task.done, task.failed, task.cancelled):
            end.connect(self._ended)
        task.done.connect(self._done)
        task.failed.connect(self.bad.say_error)
        task.cancelled.connect(self._cancelled)

    def _ended(self) -> None:
        self.working.emit(False)

    def _done(self, printed: Any) -> None:
        said = self._said.format(printed.pages)
        self.good.button.setVisible(self._file is not None)
        self.good.say(said)
        self.finished.emit()
        self.noted.emit(said)

    def _cancelled(self) -> None:
        self.good.button.hide()
        self.good.say("停下来了，没有留下写了一半的东西。")

    def _open(self) -> None:
        if self._file is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._file)))


def _print(job: Job, printer: QPrinter, wish: printers.Wish, progress: Progress) -> Any:
    return job(out=PrinterTray(printer, wish, progress), progress=progress)


def _save(job: Job, out: Path, progress: Progress) -> Any:
    return job(out=out, progress=progress)
