"""What the window remembers on this computer, outside the book: last book, type size, place of the window."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QSettings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget


class Remembered:
    """A small ini file in `folder`. Of people it holds only who may sit at the desk, as a lock screen shows them."""

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

    def keep_people(self, people: Sequence[tuple[str, str]], last: str) -> None:
        """Remember who may sit at the desk, in which role, and who sat there last."""
        self._settings.setValue("people", json.dumps([list(one) for one in people], ensure_ascii=False))
        self._settings.setValue("last", last)

    @property
    def people(self) -> list[tuple[str, str]]:
        """Who may sit at the desk, with the role; who sat there last comes first."""
        try:
            known = [(str(name), str(role)) for name, role in json.loads(str(self._settings.value("people", "[]")))]
        except (ValueError, TypeError):
            return []
        last = self._settings.value("last", "")
        return sorted(known, key=lambda one: one[0] != last)

    def keep_waiting(self, said: str) -> None:
        """Remember what was half written when the book was closed, in words without any name; "" = nothing."""
        self._settings.setValue("waiting", said)

    @property
    def waiting(self) -> str:
        """What was half written when the book was closed: 1 条没写完的走访."""
        return str(self._settings.value("waiting", ""))

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
