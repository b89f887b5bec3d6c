"""What the window remembers on this computer, outside the book: last book, type size, place of the window."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QSettings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget


class Remembered:
    """A small ini file in `folder`: of this computer, and of each book that was open on it by itself."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._settings = QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat)

    @property
    def book(self) -> Path | None:
        """The folder of the book that was open last."""
        value = self._settings.value("book", "")
        return Path(value) if isinstance(value, str) and value else None

    def of(self, book: Path) -> OfBook:
        """Return what is known of the book in a folder: another one's people must not be asked to sit down at it."""
        return OfBook(self._settings, book)

    def folder_of(self, sort: str) -> Path | None:
        """Return the folder in which the last file dialog of a kind ended."""
        value = self._settings.value(f"folders/{sort}", "")
        return Path(value) if isinstance(value, str) and value else None

    def keep_folder_of(self, sort: str, folder: Path) -> None:
        """Remember in which folder a file dialog of a kind ended."""
        self._settings.setValue(f"folders/{sort}", str(folder))

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


class OfBook:
    """What a lock page shows of a book that is not open: of people only who may sit at the desk."""

    def __init__(self, settings: QSettings, book: Path) -> None:
        self._settings, self._book = settings, book
        self._group = f"of_{hashlib.sha256(str(book.resolve()).encode(errors='surrogateescape')).hexdigest()[:16]}"

    def _said(self, name: str) -> str:
        return str(self._settings.value(f"{self._group}/{name}", ""))

    def _keep(self, name: str, said: str) -> None:
        self._settings.setValue(f"{self._group}/{name}", said)

    def keep_open(self, branch: str, town: str) -> None:
        """Remember that this book was open last, and the name that the lock page shows before it is opened again."""
        self._settings.setValue("book", str(self._book))
        self._keep("branch", branch)
        self._keep("town", town)

    @property
    def branch(self) -> tuple[str, str]:
        """Name and town of the branch, both "" if the book was never open on this computer."""
        return self._said("branch"), self._said("town")

    def keep_people(self, people: Sequence[tuple[str, str]], last: str) -> None:
        """Remember who may sit at the desk, in which role, and who sat there last."""
        self._keep("people", json.dumps([list(one) for one in people], ensure_ascii=False))
        self._keep("last", last)

    @property
    def people(self) -> list[tuple[str, str]]:
        """Who may sit at the desk, with the role; who sat there last comes first."""
        try:
            known = [(str(name), str(role)) for name, role in json.loads(self._said("people") or "[]")]
        except (ValueError, TypeError):
            return []
        last = self._said("last")
        return sorted(known, key=lambda one: one[0] != last)

    def keep_waiting(self, said: str) -> None:
        """Remember what was half written when the book was closed, in words without any name; "" = nothing."""
        self._keep("waiting", said)

    @property
    def waiting(self) -> str:
        """What was half written when the book was closed: 1 条没写完的走访."""
        return self._said("waiting")


def default_folder() -> Path:
    """Return the folder of this computer's own settings."""
    import platformdirs

    return platformdirs.user_config_path("danyang-desktop", appauthor=False, ensure_exists=True)
