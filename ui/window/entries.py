"""What stands in the side list, from top to bottom. Ledgers and registers come from the book's own written lists."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ui.icons import known_icon

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from PySide6.QtCore import QObject

    from danyang_desktop.declare.ledger import Ledger
    from ui.county.badges import Badges
    from ui.desk import Desk
    from ui.pages.page import Page

REGISTERS_SHOWN = 2
"""So many registers stand in the side list by themselves; the others share one entry, or the list would not fit."""


@dataclass(frozen=True)
class Entry:
    """A line of the side list and the page behind it. `section` is said once, above the first line of that name.

    `foot` lines stand at the lower edge. An entry without `make` is no page but something that is done.
    """

    key: str
    title: str
    icon: str
    section: str = ""
    make: Callable[[Desk], Page] | None = None
    slugs: tuple[str, ...] = ()
    foot: bool = False


def entries_of(desk: Desk) -> list[Entry]:
    """Return the side list for this book."""
    if desk.workspace.role == "office":
        from ui.county.entries import office_entries

        return office_entries()
    registers = [ledger for ledger in desk.workspace.ledgers.values() if ledger.is_register]
    ledgers = [ledger for ledger in desk.workspace.ledgers.values() if not ledger.is_register]
    lines = [Entry("home", "今日", "sun", make=_home)]
    lines += [_line(ledger, f"{_COUNTS.get(len(ledgers), str(len(ledgers)))}本台账") for ledger in ledgers]
    alone = registers if len(registers) <= REGISTERS_SHOWN + 1 else registers[:REGISTERS_SHOWN]
    rest = tuple(ledger.slug for ledger in registers[len(alone) :])
    lines += [_line(ledger, "名册") for ledger in alone]
    if rest:
        lines.append(Entry("registers", "其他名册", "file", "名册", _registers, rest))
    lines.append(Entry("print", "打印台账", "print", "月末", _print))
    lines.append(Entry("stick", "上报县里", "usb", "月末", _stick))
    lines.append(Entry("settings", "设置与备份", "gear", make=_settings, foot=True))
    lines.append(Entry("lock", "锁定", "lock", foot=True))
    return lines


def watch_of(desk: Desk, parent: QObject) -> Badges | None:
    """Return what counts the figures beside the side list whichever page is open; a branch's 今日 counts its own."""
    if desk.workspace.role != "office":
        return None
    from ui.county.badges import Badges

    return Badges(desk, parent)


_COUNTS = {1: "一", 2: "两", 3: "三", 4: "四", 5: "五", 6: "六", 7: "七", 8: "八", 9: "九"}


def _line(ledger: Ledger[Any], section: str) -> Entry:
    from ui.pages import page_of

    return Entry(ledger.slug, ledger.short, known_icon(ledger.icon), section, page_of(ledger), (ledger.slug,))


def _home(desk: Desk) -> Page:
    from ui.pages.home.home_page import HomePage

    return HomePage(desk)


def _registers(desk: Desk) -> Page:
    from ui.pages.register_group import RegisterGroup

    return RegisterGroup(desk)


def _print(desk: Desk) -> Page:
    from ui.pages.printing.print_page import PrintPage

    return PrintPage(desk)


def _stick(desk: Desk) -> Page:
    from ui.pages.stick.stick_page import StickPage

    return StickPage(desk)


def _settings(desk: Desk) -> Page:
    from ui.pages.settings.settings_page import SettingsPage

    return SettingsPage(desk)
