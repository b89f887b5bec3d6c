"""Where a file dialog begins: where the last one of its kind ended, else the stick that is in, else 文档.

Never the folder that the program lies in. What travels begins on the stick; what is taken out of the book (tables,
papers) does not, unless somebody put the last one there: it may hold what is nobody else's business.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ui.remember import Remembered

_ENDING = re.compile(r"\.[A-Za-z]{1,5}")
"""What a hand may have typed as the ending; the dot of 11.20 is none."""
_Place = QStandardPaths.StandardLocation


class Sort(NamedTuple):
    """A kind of files: its name in what is remembered, whether they come and go on a stick, where they lie else."""

    name: str
    travels: bool
    home: QStandardPaths.StandardLocation = _Place.DocumentsLocation


ENROLMENT = Sort("enrolment", travels=True)
BUNDLES = Sort("bundles", travels=True)
SECRETS = Sort("secrets", travels=True)
HANDOVER = Sort("handover", travels=True)
BACKUPS = Sort("backups", travels=True)
SCANS = Sort("scans", travels=True)
PHOTOS = Sort("photos", travels=True, home=_Place.PicturesLocation)
TABLES_IN = Sort("tables_in", travels=True)
TABLES_OUT = Sort("tables_out", travels=False)
PAPERS = Sort("papers", travels=False)


class FilePlaces:
    """Asks for files and folders with the system's own dialogs, and keeps where each kind of them was last."""

    def __init__(self, remembered: Remembered | None = None) -> None:
        """Keep it on this computer, or only as long as this lives."""
        self._remembered = remembered
        self._last: dict[str, Path] = {}

    def start(self, sort: Sort) -> Path:
        """Return where a dialog begins; it is there."""
        last = self._last.get(sort.name)
        if last is None and self._remembered is not None:
            last = self._remembered.folder_of(sort.name)
        if last is not None and _is_there(last):
            return last
        if sort.travels and (stick := _stick()):
            return stick
        for place in (sort.home, _Place.DocumentsLocation, _Place.DesktopLocation, _Place.HomeLocation):
            named = QStandardPaths.writableLocation(place)  # "" where the system knows none
            if named and _is_there(Path(named)):
                return Path(named)
        return Path.home()

    def file(self, over: QWidget, sort: Sort, title: str, kinds: str) -> Path | None:
        """Ask for a file that is there; `kinds` as Qt spells them: 登记文件 (*.dyq)."""
        chosen, _ = QFileDialog.getOpenFileName(over, title, str(self.start(sort)), kinds)
        return self._kept(sort, Path(chosen)) if chosen else None

    def files(self, over: QWidget, sort: Sort, title: str, kinds: str) -> list[Path]:
        """Ask for one or more files that are there."""
        chosen, _ = QFileDialog.getOpenFileNames(over, title, str(self.start(sort)), kinds)
        return [self._kept(sort, Path(one)) for one in chosen]

    def new_file(self, over: QWidget, sort: Sort, title: str, name: str, kinds: str) -> Path | None:
        """Ask where a file goes, which is called `name` unless somebody calls it otherwise."""
        chosen, _ = QFileDialog.getSaveFileName(over, title, str(self.start(sort) / name), kinds)
        return self._kept(sort, _ending(Path(chosen), Path(name).suffix)) if chosen else None

    def folder(self, over: QWidget, sort: Sort, title: str) -> Path | None:
        """Ask for a folder."""
        chosen = QFileDialog.getExistingDirectory(over, title, str(self.start(sort)))
        if not chosen:
            return None
        self.keep(sort, Path(chosen))
        return Path(chosen)

    def _kept(self, sort: Sort, path: Path) -> Path:
        self.keep(sort, path.parent)
        return path

    def keep(self, sort: Sort, folder: Path) -> None:
        """Keep where the last dialog of a kind ended."""
        self._last[sort.name] = folder
        if self._remembered is not None:
            self._remembered.keep_folder_of(sort.name, folder)


def _stick() -> Path | None:
    from danyang_desktop.exchange import drives  # the start of the program waits for none of it

    return next((one.folder for one in drives.plugged_in()), None)


def _is_there(folder: Path) -> bool:
    try:
        return folder.is_dir()
    except OSError:  # a stick or a server that is gone, a folder that nobody may look into
        return False


def _ending(path: Path, suffix: str) -> Path:
    """Give a name without ending the one it needs; a file that bears that name already is left alone."""
    if _ENDING.fullmatch(path.suffix) or not suffix:
        return path
    tries = (
        path.with_name(f"{path.name}{more}{suffix}") for more in ("", *(f"（{number}）" for number in range(2, 99)))
    )
    return next((one for one in tries if not one.exists()), path)
