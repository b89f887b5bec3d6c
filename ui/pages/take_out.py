"""打印 and 导出表格 of the list that is shown, and the strips that say where it went."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices

from ui.file_places import TABLES_OUT
from ui.messages import Strip
from ui.pages.work import Exporting
from ui.printing.offers import print_seen

if TYPE_CHECKING:
    from danyang_desktop.declare.ledger import Ledger
    from ui.desk import Desk
    from ui.pages.list_pane import ListPane
    from ui.printing.print_dialog import PrintDialog
    from ui.window.header import Header


class TakeOut(QObject):
    """Two buttons in the head of a ledger's page, two strips below it."""

    def __init__(self, ledger: Ledger[Any], desk: Desk, listed: ListPane, header: Header) -> None:
        super().__init__(header)
        self._ledger = ledger
        self._desk = desk
        self._list = listed
        self._header = header
        self._file = Path()
        self.good = Strip(desk.theme, "ok", "takeOutGood", action="打开看看")
        self.good.pressed.connect(self._open)
        self.bad = Strip(desk.theme, "error", "takeOutBad")
        self.print_button = header.add_button("打印", "listPrint", icon="print")
        self.print_button.clicked.connect(self.ask_print)
        self.export_button = header.add_button("导出表格", "listExport", icon="down2")
        self.export_button.clicked.connect(self.ask_export)

    def _ask(self, title: str, suffix: str, kind: str) -> Path | None:
        """Ask where a file goes; it is named after ledger, branch and month."""
        month = "" if self._ledger.is_register else f"_{self._list.months.month}"
        name = f"{self._ledger.title}_{self._desk.workspace.branch.name}{month}{suffix}"
        return self._desk.places.new_file(self._header, TABLES_OUT, title, name, kind)

    def ask_print(self) -> PrintDialog:
        """Show what is seen as it will be printed: the list with its filter, and the chosen record's own form."""
        return print_seen(self._desk, self._header, *self._list.offers())

    def ask_print_record(self, record: Any) -> PrintDialog:
        """Show one record as it will be printed."""
        return print_seen(self._desk, self._header, *self._list.offers(record)[::-1])

    def ask_export(self) -> None:
        """Ask where the workbook goes, and write what the list shows."""
        out = self._ask("导出表格", ".xlsx", "Excel 表格 (*.xlsx)")
        if out is not None:
            self.export_to(out)

    def export_to(self, out: Path) -> None:
        """Write what the list shows into a workbook."""
        self._start(f"正在导出{self._ledger.title}", Exporting(self._ledger, self._list.query, out), out)

    def _start(self, title: str, work: Any, out: Path) -> None:
        self.clear()
        self._file = out
        task = self._desk.background.run(title, work)
        task.done.connect(self._done)
        task.failed.connect(self.bad.say_error)

    def clear(self) -> None:
        """Say nothing."""
        self.good.say("")
        self.bad.say("")

    def _done(self) -> None:
        self.good.say(f"存好了：{self._file.name}")

    def _open(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._file)))
