"""Commands as a script calls them: arguments in, exit code, JSON and messages out."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from danyang_desktop.commands import run
from danyang_desktop.commands.answer import PASSWORD
from tests.helpers import books

if TYPE_CHECKING:
    from pathlib import Path

    from tests.helpers.books import Pattern


@dataclass
class Told:
    """What a command answered."""

    code: int
    data: Any
    said: str


@dataclass
class Line:
    """A command line over one book."""

    book: Path
    capsys: pytest.CaptureFixture[str]

    def __call__(self, *words: str | Path, book: Path | None = None) -> Told:
        """Run a command with --json over the book."""
        first, *rest = map(str, words)
        code = run([first, "--book", str(book or self.book), "--json", *rest])
        out = self.capsys.readouterr()
        assert "Traceback" not in out.err
        return Told(code, json.loads(out.out) if out.out else None, out.err)

    def plain(self, *words: str | Path) -> Told:
        """Run a command for people."""
        first, *rest = map(str, words)
        code = run([first, "--book", str(self.book), *rest])
        out = self.capsys.readouterr()
        return Told(code, out.out, out.err)


@pytest.fixture
def line(pattern: Pattern, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Line:
    """Give the command line over a book of all registers and ledgers."""
    book = pattern.copy(tmp_path)
    monkeypatch.setenv(PASSWORD, books.PASSWORD)
    monkeypatch.setenv("DANYANG_DEVICE", str(tmp_path / "device"))
    return Line(book, capsys)
