"""扫描件归档: what became of a folder of scans, page by page; what could not be read stands on top."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from danyang_desktop.base.errors import Trouble, UserError
from ui import pieces
from ui.file_places import SCANS
from ui.pages.overlay import Overlay
from ui.sheet.model import Column, Line, SheetModel
from ui.sheet.view import SheetView
from ui.window.header import Header

if TYPE_CHECKING:
    from pathlib import Path

    from danyang_desktop.base.progress import Progress
    from danyang_desktop.papers.scans import Filing
    from danyang_desktop.workspace import Workspace
    from ui.desk import Desk

_COLUMNS = (
    Column("file", "文件", 190),
    Column("page", "页", 50, right=True),
    Column("where", "归到", 260),
    Column("said", "说明", 0),
)
_HOW = "把扫描件（JPG、PNG、PDF）放在一个文件夹里。表右上角的方块认得是哪一条，自动归好。文件夹里的原件不动。"


@dataclass(frozen=True)
class _Filing:
    """Files the scans of a folder."""

    workspace: Workspace
    folder: Path

    def __call__(self, progress: Progress) -> Filing:
        from danyang_desktop.papers.scans import file_scans  # in the worker: it loads what reads pictures

        return file_scans(self.workspace, self.folder, progress)


class ScansView(Overlay):
    """Asks for a folder, files it in the worker, and lists what came of it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "scans")
        header = Header(desk.theme, "扫描件归档", arrow=True)
        header.back.connect(self.closed)
        self._button = header.add_button("选文件夹…", "scansFolder", icon="img", kind="primary")
        self._button.clicked.connect(self.ask)
        body = self._lay_out(header)
        self._sum = pieces.label(_HOW, "second", name="scansSum", wrap=True)
        body.addWidget(self._sum)
        card = pieces.card("scansCard")
        self.model = SheetModel(_COLUMNS, self)
        self.table = SheetView(self.model, desk.theme, "scansTable", "扫描件归到了哪里")
        pieces.column(card, margins=(1, 1, 1, 1)).addWidget(self.table)
        body.addWidget(card, 1)

    def start(self) -> None:
        """Put the focus where the work begins."""
        self._button.setFocus()

    def ask(self) -> None:
        """Ask where the scans are, and file them."""
        chosen = self._desk.places.folder(self, SCANS, "扫描件在哪个文件夹")
        if chosen is not None:
            self.file(chosen)

    def file(self, folder: Path) -> None:
        """File the scans of a folder."""
        self.strip.say("")
        self.good.say("")
        task = self._desk.background.run(f"正在归档“{folder.name}”里的扫描件", _Filing(self._desk.workspace, folder))
        task.done.connect(self._told)
        task.failed.connect(self._failed)
        task.cancelled.connect(self._stopped)

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, UserError | Trouble):
            raise error
        self.strip.say(error.sentence)

    def _stopped(self) -> None:
        self.good.say("停下了。已经归好的都在，剩下的下次再归，不会归两遍。")

    def _told(self, told: Filing) -> None:
        lines = [
            Line(f"unread{number}", _texts(one, "没有归成", one.sentence), tone="warn")
            for number, one in enumerate(told.unread)
        ]
        lines += [
            Line(f"filed{number}", _texts(one, f"{one.ledger}　{one.name}", _said(one)))
            for number, one in enumerate(told.filed)
        ]
        self.model.fill(lines)
        self._sum.setText(f"归好 {len(told.filed)} 页，没有归成 {len(told.unread)} 页。原件还在原来的文件夹里。")
        if told.filed and not told.unread:
            self.good.say("都归好了。打开那一条，下面就有扫描件。")
        self.table.setFocus()


def _texts(one: Any, where: str, said: str) -> dict[str, str]:
    return {"file": one.file, "page": str(one.page or ""), "where": where, "said": said}


def _said(one: Any) -> str:
    return "，".join(filter(None, ("以前归过" if one.again else "", one.note)))
