"""Qt's own windows speak Chinese: what its translation left in English is ours, the rest stays Qt's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QCoreApplication, QLibraryInfo, QTranslator

from ui.qt_words import LeftWords

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QApplication


@pytest.fixture
def chinese(qapp: QApplication) -> Iterator[None]:
    """Put both translations in as the program does."""
    left, words = LeftWords(), QTranslator()
    assert words.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
    for one in (left, words):
        qapp.installTranslator(one)
    yield
    for one in (words, left):
        qapp.removeTranslator(one)


@pytest.mark.usefixtures("chinese")
@pytest.mark.parametrize(
    ("context", "source", "said"),
    [
        ("QFileDialog", "&Look in:", "位置(&L)："),
        ("QFileDialog", "Files of &type:", "文件类型(&T)："),
        ("QFileDialog", "&Open", "打开(&O)"),
        ("QFileSystemModel", "Name", "名称"),
        ("QFileDialog", "what nobody has translated", "what nobody has translated"),
    ],
)
def test_the_window_that_asks_for_a_file_is_chinese(context: str, source: str, said: str) -> None:
    assert QCoreApplication.translate(context, source) == said
