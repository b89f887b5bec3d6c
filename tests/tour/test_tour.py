"""A short tour: every entry of the side list is painted, in Chinese, and nothing is cut, at 200 % either."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLabel, QPushButton

from tests.tour.scenes import visit
from tests.tour.stage import VIEWS, Stage, View, make_demo

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication

_WORD = re.compile(r"[A-Za-z]{3,}")
_KEYS = {
    "Alt", "Ctrl", "Del", "End", "Enter", "Esc", "Excel", "Home", "PDF", "PgDn", "PgUp", "Shift", "Tab", "WPS", "csv",
    "xls", "xlsx", "zsb",
}  # fmt: skip
_COLOURS_LEAST = 40


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_demo(tmp_path_factory.mktemp("tour") / "demo", months=1, branches=1)


@pytest.fixture(params=[VIEWS[0], VIEWS[3], VIEWS[7]], ids=lambda view: f"{view.size[0]}")
def stage(request: pytest.FixtureRequest, qapp: QApplication, demo: Path, tmp_path: Path) -> Iterator[Stage]:
    view: View = request.param
    made = Stage(qapp, view, tmp_path / "pictures", tmp_path)
    made.dress()
    with made.opened(demo):
        made.enter()
        yield made


def english(window: Any) -> set[str]:
    """Return the words of what is read that are no Chinese, names of keys and of files apart."""
    said = [one.text() for kind in (QLabel, QPushButton) for one in window.findChildren(kind) if one.isVisible()]
    words = {word for text in said if "/" not in text for word in _WORD.findall(re.sub(r"<[^>]*>", "", text))}
    return {word for word in words if word not in _KEYS}


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_every_entry_is_painted_in_chinese_and_whole(stage: Stage) -> None:
    found: dict[str, Any] = {}
    for key, entry in stage.shell._entries.items():
        if entry.make is None:
            continue
        stage.page(key)
        image = QImage(str(stage.shoot(key)))
        assert (image.width(), image.height()) == stage.view.size
        few = image.scaled(160, 90)
        colours = {few.pixel(x, y) for x in range(few.width()) for y in range(few.height())}
        assert len(colours) > _COLOURS_LEAST, f"{key} is blank"
        if wrong := english(stage.window):
            found[key] = wrong
    assert found == {}
    assert stage.cut == {}


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_a_scene_is_played(stage: Stage) -> None:
    visit(stage)
    assert {"03b-找人", "03-常用语", "03-走访-修改"} <= set(stage.shots)
    assert stage.cut == {}
