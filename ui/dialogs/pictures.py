"""The photos of a record and the scans of its signed sheets, large enough to be read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QDialog, QLabel, QScrollArea, QWidget

from danyang_desktop.declare.kinds import Photos
from ui import metrics, pieces
from ui.roomy import within

if TYPE_CHECKING:
    from danyang_desktop.declare.ledger import Ledger
    from danyang_desktop.workspace import Workspace
    from ui.desk import Desk

_WIDTH, _HEIGHT, _PICTURE = 860, 600, 780
_NOT_HERE = "这一张不在这台电脑上。"


def pictures_of(workspace: Workspace, ledger: Ledger[Any], record: Any) -> list[tuple[str, str]]:
    """Return (what it is, digest) for each photo of a record and each scanned page filed with it."""
    found = [
        (f"{kind.label} {number}", digest)
        for name, kind in ledger.kinds.items()
        if isinstance(kind, Photos)
        for number, digest in enumerate(getattr(record, name) or [], 1)
    ]
    scans = workspace.scans(record.uid) if record.uid else []
    return [*found, *((f"扫描件，{scan.at[:10]} {scan.author} 归档", scan.digest) for scan in scans)]


class PicturesDialog(QDialog):
    """One below the other; nothing can be changed here, and nothing is written to the disk."""

    def __init__(self, desk: Desk, parent: QWidget, title: str, pictures: list[tuple[str, str]]) -> None:
        super().__init__(parent)
        self.setObjectName("picturesDialog")
        self.setWindowTitle("照片和扫描件")
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        px = desk.theme.px
        within(self, px(_WIDTH), px(_HEIGHT))
        lay = pieces.column(self, margins=(metrics.MARGIN,) * 4, gap=metrics.GAP)
        lay.addWidget(pieces.label(f"{title} 的照片和扫描件", "step"))
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setAccessibleName("照片和扫描件")
        body = QWidget()
        body.setObjectName("scrolled")
        inner = pieces.column(body, gap=metrics.SMALL)
        for said, digest in pictures:
            inner.addWidget(pieces.label(said, "strong15"))
            data = desk.workspace.photo(digest)
            image = QImage.fromData(data) if data else QImage()
            if image.isNull():
                inner.addWidget(pieces.label(_NOT_HERE, "second"))
                continue
            picture = QLabel()
            picture.setAccessibleName(said)
            mode = Qt.TransformationMode.SmoothTransformation
            picture.setPixmap(QPixmap.fromImage(image.scaledToWidth(min(px(_PICTURE), image.width()), mode)))
            inner.addWidget(picture)
        inner.addStretch(1)
        scroll.setWidget(body)
        lay.addWidget(scroll, 1)
        close = pieces.button(desk.theme, "看好了", "picturesClose", kind="primary")
        close.setDefault(True)
        close.clicked.connect(self.accept)
        lay.addWidget(close, alignment=Qt.AlignmentFlag.AlignRight)
