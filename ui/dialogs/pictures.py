"""The photos of a record and the scans of its signed sheets, large enough to be read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QLabel

from danyang_desktop.declare.kinds import Photos
from ui import pieces
from ui.dialogs.looking import LookingDialog

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from danyang_desktop.declare.ledger import Ledger
    from danyang_desktop.workspace import Workspace
    from ui.desk import Desk

_SIZE = 860, 600
_PICTURE = 780
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


class PicturesDialog(LookingDialog):
    """One below the other; nothing is written to the disk."""

    def __init__(self, desk: Desk, parent: QWidget, title: str, pictures: list[tuple[str, str]]) -> None:
        super().__init__(desk.theme, parent, "pictures", title, "照片和扫描件", _SIZE)
        for said, digest in pictures:
            self.inner.addWidget(pieces.label(said, "strong15"))
            data = desk.workspace.photo(digest)
            image = QImage.fromData(data) if data else QImage()
            if image.isNull():
                self.inner.addWidget(pieces.label(_NOT_HERE, "second"))
                continue
            picture = QLabel()
            picture.setAccessibleName(said)
            mode = Qt.TransformationMode.SmoothTransformation
            width = min(desk.theme.px(_PICTURE), image.width())
            picture.setPixmap(QPixmap.fromImage(image.scaledToWidth(width, mode)))
            self.inner.addWidget(picture)
