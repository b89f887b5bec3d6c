"""Photos: from files, by dropping, or pasted. They are shrunk by the book, and the place they were taken is removed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QBuffer, QByteArray, QEvent, QIODevice, QMimeData, QObject, QSize, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QSizePolicy, QToolButton

from danyang_desktop.base.errors import Trouble, UserError
from danyang_desktop.declare.kinds import Photos
from ui import file_places, metrics, pieces
from ui.elided import Elided
from ui.flow import FlowLayout
from ui.form.editors.editor import Editor

if TYPE_CHECKING:
    from danyang_desktop.declare.kind import Kind
    from ui.desk import Desk

_LETTERS = 8
_FILE_MOST = 50 * 1024 * 1024
_SUFFIXES = "*.jpg *.jpeg *.png *.bmp *.webp *.heic *.tif *.tiff"


class PhotosEditor(Editor):
    """A button and a chip for each photo."""

    def __init__(self, kind: Kind[Any], desk: Desk, *, compact: bool = False) -> None:
        super().__init__(kind, desk, compact=compact)
        assert isinstance(kind, Photos)  # noqa: S101 - EDITORS pairs them; tells the type checker
        self._most = kind.most
        self._digests: list[str] = []
        self._chips: list[QToolButton] = []
        self._flow = FlowLayout(gap=metrics.SMALL)
        self.lay.addLayout(self._flow)
        self._pick = pieces.button(desk.theme, "选照片…", kind.name, icon="img")
        self._pick.clicked.connect(self._choose)
        self._flow.addWidget(self._pick)
        self._said = Elided("", "hint", letters=_LETTERS)
        self._said.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._said.setFixedHeight(desk.theme.px(metrics.FIELD))
        self._flow.addWidget(self._said)
        self._say()
        self.setAcceptDrops(True)
        self.watch(self._pick)

    def _say(self, sentence: str = "") -> None:
        role = "complaint" if sentence else "hint"
        pieces.set_state(self._said, "role", role)
        self._said.setText(sentence or f"最多 {self._most} 张，自动缩小；也可以拖进来，或按 Ctrl+V 粘贴")

    def _choose(self) -> None:
        self.add_files(self.desk.places.files(self, file_places.PHOTOS, "选照片", f"照片 ({_SUFFIXES})"))

    def add_files(self, paths: list[Path]) -> None:
        """Take photos from files; what cannot be taken is said beside the button."""
        for path in paths:
            try:
                large = path.stat().st_size > _FILE_MOST
                data = b"" if large else path.read_bytes()
            except OSError:
                self._say(f"“{path.name}”读不出来。请看看它还在不在。")
                return
            if large:
                self._say(f"“{path.name}”太大了（超过 50 MB）。请换一张照片。")
                return
            if not self._add(data):
                return

    def _add(self, data: bytes) -> bool:
        if len(self._digests) >= self._most:
            self._say(f"最多 {self._most} 张。要换的话先去掉一张。")
            return False
        try:
            digest = self.desk.workspace.attach(data)
        except (UserError, Trouble) as error:
            self._say(error.sentence)
            return False
        if digest not in self._digests:
            self._digests.append(digest)
            self._show_chips()
        self._say()
        self.edited.emit()
        return True

    def _show_chips(self) -> None:
        for chip in self._chips:
            self._flow.removeWidget(chip)
            chip.deleteLater()
        self._chips = []
        for number in range(len(self._digests)):
            chip = QToolButton()
            chip.setProperty("chip", "photo")
            chip.setObjectName(f"{self.kind.name}Chip{number}")
            chip.setText(f"照片 {number + 1}")
            chip.setIcon(self.desk.theme.icon("x", "text2", metrics.ICON_SMALL))
            chip.setIconSize(QSize(self.desk.theme.px(14), self.desk.theme.px(14)))
            chip.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            chip.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
            chip.setAccessibleName(f"去掉照片 {number + 1}")
            chip.setProperty("place", number)
            chip.clicked.connect(self._drop)
            self._chips.append(chip)
            self._flow.insert(number + 1, chip)
            chip.show()
        self.updateGeometry()

    def _drop(self) -> None:
        self._digests.pop(int(self.sender().property("place")))
        self._show_chips()
        self._say()
        self.edited.emit()

    def value(self) -> list[str]:
        """Return the photos' digests."""
        return list(self._digests)

    def set_value(self, value: Any) -> None:
        """Show photos."""
        self._digests = list(value)
        self._show_chips()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ctrl+V pastes a photo."""
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.matches(QKeySequence.StandardKey.Paste)
        ):
            self._from_mime(QGuiApplication.clipboard().mimeData())
            return True
        return super().eventFilter(watched, event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files and pictures."""
        if event.mimeData().hasUrls() or event.mimeData().hasImage():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take what was dropped."""
        self._from_mime(event.mimeData())
        event.acceptProposedAction()

    def _from_mime(self, mime: QMimeData) -> None:
        files = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
        image = mime.imageData()
        if files:
            self.add_files(files)
        elif isinstance(image, QImage):
            raw = QByteArray()
            buffer = QBuffer(raw)
            buffer.open(QIODevice.OpenModeFlag.WriteOnly)
            image.save(buffer, b"PNG")
            self._add(bytes(raw.data()))
        else:
            self._say("剪贴板里没有照片。请先复制一张，再按 Ctrl+V。")
