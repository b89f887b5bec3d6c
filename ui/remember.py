"""What the window remembers on this computer, outside the book: last book, type size, place of the window."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QSettings

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


class Remembered:
    """A small ini file in `folder`. It holds no name and no number of any person."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._settings = QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat)

    @property
    def book(self) -> Path | None:
        """The folder of the book that was open last."""
        value = self._settings.value("book", "")
        return Path(value) if isinstance(value, str) and value else None

    def keep_book(self, folder: Path, branch: str, town: str) -> None:
        """Remember which book is open, and the name that the lock page shows before it is opened again."""
        self._settings.setValue("book", str(folder))
        self._settings.setValue("branch", branch)
        self._settings.setValue("town", town)

    @property
    def branch(self) -> tuple[str, str]:
        """Name and town of the branch whose book was open last."""
        return str(self._settings.value("branch", "")), str(self._settings.value("town", ""))

    @property
    def factor(self) -> float:
        """The type size: 1, 1.25 or 1.5."""
        value = str(self._settings.value("factor", "1"))
        return float(value) if value in {"1", "1.0", "1.25", "1.5"} else 1.0

    @factor.setter
    def factor(self, factor: float) -> None:
        self._settings.setValue("factor", str(factor))

    def keep_place(self, window: QWidget) -> None:
        """Remember where the window stands."""
        self._settings.setValue("geometry", window.saveGeometry())

    def put_back(self, window: QWidget) -> bool:
        """Put the window where it stood; False if nothing is known."""
        value = self._settings.value("geometry")
        return isinstance(value, QByteArray) and window.restoreGeometry(value)


def default_folder() -> Path:
    """Return the folder of this computer's own settings."""
    import platformdirs

    return platformdirs.user_config_path("danyang-desktop", appauthor=False, ensure_exists=True)
