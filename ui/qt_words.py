"""The words of Qt's own windows that its Chinese translation has left in English: the window that asks for a file."""

from __future__ import annotations

from PySide6.QtCore import QTranslator

_LEFT = {
    ("QFileDialog", "&Look in:"): "位置(&L)：",
    ("QFileDialog", "Files of &type:"): "文件类型(&T)：",
    ("QAbstractFileIconProvider", "Folder"): "文件夹",
    ("QAbstractFileIconProvider", "File Folder"): "文件夹",
    ("QAbstractFileIconProvider", "File"): "文件",
    ("QAbstractFileIconProvider", "%1 File"): "%1 文件",
    ("QAbstractFileIconProvider", "Drive"): "磁盘",
    ("QAbstractFileIconProvider", "Shortcut"): "快捷方式",
    ("QAbstractFileIconProvider", "Alias"): "快捷方式",
    ("QAbstractFileIconProvider", "Unknown"): "其他",
    ("QFileSystemModel", "%1 bytes"): "%1 字节",
}


class LeftWords(QTranslator):
    """Put in before Qt's own translation, so that it is asked last, for what that does not know."""

    def translate(self, context: str, source: str, disambiguation: str | None = None, n: int = -1) -> str:
        """Return the word in Chinese, or as it is: an empty answer would be shown as nothing."""
        del disambiguation, n
        return _LEFT.get((context, source), source)

    def isEmpty(self) -> bool:
        """Say that there are words, or Qt would not put this in."""
        return False
