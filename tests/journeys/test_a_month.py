"""The whole of a secretary's month by keyboard alone: from the first start to the county's receipt."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QApplication, QFileDialog

from danyang_desktop.county.office import Office
from danyang_desktop.county.receive import receive, write_receipts
from tests.helpers.books import NOW, SetClock, cheap_keys
from tests.helpers.workbooks import SAMPLES
from tests.journeys.watchdog import GROSS
from tests.ui.county_seat import heard, make_office, plug_in
from ui import metrics
from ui.pages.importing.wizard import COLUMNS, DONE, ROWS, ImportWizard
from ui.remember import Remembered
from ui.window.main_window import MainWindow

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from danyang_desktop.workspace import Workspace
    from tests.journeys.secretary import Secretary
    from tests.journeys.watchdog import Watchdog
    from ui.background import Background

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier
PASSWORD = "danyang-2026"
VISIT_SECONDS, BATCH_SECONDS = 45, 180


class Journey:
    """The window, who sits before it, and the folders of its small world."""

    def __init__(self, window: MainWindow, hands: Secretary, folder: Path, patch: pytest.MonkeyPatch) -> None:
        self.window = window
        self.hands = hands
        self.folder = folder
        self.patch = patch
        self.told: dict[str, tuple[int, float]] = {}

    @property
    def workspace(self) -> Workspace:
        assert self.window.workspace is not None
        return self.window.workspace

    def page(self, key: str) -> Any:
        assert self.window.shell is not None
        return self.window.shell.page(key)

    def count(self, slug: str) -> int:
        return self.workspace.query(self.workspace.ledgers[slug]).count()

    def file_dialog_gives(self, kind: str, path: Path) -> None:
        """Let the system's own file dialog, the edge of our world, answer at once."""
        answer = str(path) if kind == "getExistingDirectory" else (str(path), "")
        self.patch.setattr(QFileDialog, kind, lambda *_, **__: answer)

    def counted(self, what: str, before: int) -> float:
        keys = self.hands.keys - before
        self.told[what] = (keys, keys * 0.5)
        return keys * 0.5

    # -- stations ---------------------------------------------------------------------------------------------

    def first_run(self) -> None:
        """Answer what the wizard asks until the book is open."""
        before = self.hands.keys
        for text in ("柳塘村党支部", "青山镇", "32118110120301", "周建民"):
            self.hands.clear()
            self.hands.type(text)
            if QApplication.activePopupWidget() is not None:
                self.hands.press(KEY.Key_Escape)
            self.hands.enter()
        for _ in range(2):
            self.hands.type(PASSWORD)
            self.hands.enter()
        assert self.hands.at == "recoveryKept"
        self.hands.press(KEY.Key_Space)
        with cheap_keys():
            self.hands.enter()
            self.hands.until(lambda: self.hands.at == "backupFolder", "the book is made")
        self.hands.clear()
        self.hands.type(str(self.folder / "backups"))
        self.hands.enter(2)
        self.hands.until(lambda: self.window.workspace is not None, "the book is opened")
        self.counted("第一次使用", before)

    def bring_in(self, key: Qt.Key, slug: str) -> None:
        """Import the roster into a register."""
        before = self.hands.keys
        self.hands.press(key, CTRL)
        self.file_dialog_gives("getOpenFileName", SAMPLES / "roster.xlsx")
        self.hands.press(KEY.Key_I, CTRL)
        self.hands.at_dialog()
        wizard = QApplication.activeModalWidget()
        assert isinstance(wizard, ImportWizard)
        self.hands.press_at("importChoose")
        for step in (COLUMNS, ROWS, DONE):
            self.hands.until(lambda step=step: wizard.step == step, "the workbook is read")
            self.hands.at_dialog()
            self.hands.tab_to("importGo")
            self.hands.press(KEY.Key_Space)
        self.hands.at_dialog(self.window)
        assert self.count(slug) == 54
        self.counted(f"导入花名册（{slug}）", before)

    def visit(self, name: str, story: str, measures: str) -> float:
        """Record a visit: who, how they are, what is done about it."""
        before = self.hands.keys
        self.hands.press(KEY.Key_F5)
        self.hands.type(name)
        self.hands.enter()
        self.hands.press(KEY.Key_F4)
        assert self.hands.at == "situation"
        self.hands.type(story)
        self.hands.press(KEY.Key_F4)
        assert self.hands.at == "measures"
        if measures:
            self.hands.type(measures)
        else:
            self.hands.press(KEY.Key_Down, ALT)
            self.hands.at_dialog()
            self.hands.type("1")
            self.hands.at_dialog(self.window)
        self.hands.press(KEY.Key_S, CTRL)
        page = self.page("visits")
        assert page.form is None, page.form._strip.sentence
        return self.counted(f"走访 {name}", before)

    def talk(self) -> None:
        """Record a talk."""
        before = self.hands.keys
        self.hands.press(KEY.Key_F6)
        self.hands.type("wgz")
        self.hands.enter(2)
        self.hands.press(KEY.Key_Tab, CTRL)
        self.hands.leap_to("content")
        self.hands.type("谈了工作和家里的情况，他表示一切都好，愿意多参加活动。")
        self.hands.press(KEY.Key_Return, CTRL)
        self.hands.press(KEY.Key_Space)
        self.hands.press(KEY.Key_S, CTRL)
        assert self.page("talks").form is None, self.page("talks").form._strip.sentence
        self.counted("谈话", before)

    def register(self, segment: str, texts: dict[str, Any]) -> None:
        """Add to one of the other registers."""
        self.open_register(segment)
        self.hands.fill(texts)
        self.hands.press(KEY.Key_S, CTRL)
        assert self.page("registers").current.form is None

    def open_register(self, segment: str) -> None:
        """Open an empty form of one of the other registers: the row of names above is walked with the arrow keys."""
        page = self.page("registers")
        self.hands.press(KEY.Key_8, CTRL)
        names = page._names
        self.hands.until(lambda: self.hands.place() is not None, "the registers are shown")
        for _ in range(40):
            if names.isAncestorOf(self.hands.place()):
                break
            self.hands.press(KEY.Key_Backtab, SHIFT)
        for _ in range(20):
            if names.value == segment:
                break
            self.hands.press(KEY.Key_Right)
        self.hands.press(KEY.Key_Tab)
        self.hands.press(KEY.Key_N, CTRL)

    def programme(self) -> None:
        """Register what is paid to whom: 100 yuan in cash to everybody of the roster."""
        self.open_register("programs")
        self.hands.fill_some({"name": "困难群众补助", "kind": "kn", "basis": "市民〔2026〕3号", "fund_source": "cz"})
        self.hands.leap_to("pay_mode")
        self.hands.press(KEY.Key_Right)
        self.hands.fill({"rates": [("一档", "100", "2026-1-1")]})
        self.hands.press(KEY.Key_S, CTRL)
        assert self.page("registers").current.form is None

    def activity(self) -> None:
        """Record an activity of the whole team, all at the same times."""
        before = self.hands.keys
        self.hands.press(KEY.Key_F7)
        self.hands.fill_some(
            {"title": "冬季检查电路", "field": "bm", "starts": "1330", "ends": "1630", "place": "一组"}
        )
        self.hands.leap_to("team")
        self.hands.type("红马甲便民队")
        self.hands.enter()
        self.hands.press(KEY.Key_T, CTRL)
        self.hands.at_dialog()
        self.hands.press_at("teamJoin")
        self.hands.at_dialog(self.window)
        self.hands.press(KEY.Key_Tab, CTRL)
        self.hands.leap_to("content")
        self.hands.type("给独居老人检查电路和灶具，换了两个开关，讲了用电安全。")
        self.hands.press(KEY.Key_S, CTRL)
        page = self.page("volunteering")
        assert page.form is None, page.form._strip.sentence
        assert len(page.list.model.record(0).participants) == 3
        self.counted("活动（全队）", before)

    def batch(self) -> float:
        """Make the list, check it, publish it, and pay it after the days of the notice."""
        before = self.hands.keys
        self.hands.press(KEY.Key_F8)
        assert self.hands.at == "program"
        self.hands.type("knqz")
        assert QApplication.activePopupWidget() is not None
        self.hands.enter()
        self.hands.press(KEY.Key_S, CTRL)
        desk = self.page("subsidies").batch_desk
        assert desk is not None, self.page("subsidies").list_step._strip.sentence
        assert len(desk.batch.lines) >= 30
        clock = self.workspace.clock
        assert isinstance(clock, SetClock)
        for state in ("公示", "审核", "报送", "已发"):
            if state == "审核":
                clock.at = NOW + dt.timedelta(days=15)
            self.hands.press(KEY.Key_Return, CTRL)
            if QApplication.activeModalWidget() is not None:
                self.hands.at_dialog()
                if self.hands.at == "approved_by":
                    self.hands.type("周建民")
                for _ in range(10):
                    if QApplication.activeModalWidget() is None:
                        break
                    self.hands.press(KEY.Key_Return, CTRL)
                self.hands.at_dialog(self.window)
            assert desk.batch.state.startswith(state[:2]), (state, desk.batch.state, desk.strip.sentence)
        clock.at = NOW
        return self.counted(f"补助 {len(desk.batch.lines)} 人", before)

    def print_month(self) -> None:
        """Print the month into a file: the system's printers are the edge of our world."""
        before = self.hands.keys
        out = self.folder / "月度台账.pdf"
        self.file_dialog_gives("getSaveFileName", out)
        self.hands.press(KEY.Key_9, CTRL)
        self.hands.press(KEY.Key_E, CTRL)
        self.hands.until(lambda: out.exists() and not self.window._background.busy, "the month is printed")
        assert out.read_bytes().startswith(b"%PDF")
        self.counted("打印整月", before)

    def hand_in(self, office: Office) -> None:
        """Get known, write the bundle, let the county read it, and read what it answers."""
        before = self.hands.keys
        stick = self.folder / "党办专用"
        stick.mkdir()
        plug_in(self.patch, stick)
        self.hands.tab_to("navList")
        self.hands.press(KEY.Key_End)
        self.hands.enter()
        page = self.page("stick")
        get_known(self, office, stick)
        self.hands.until(
            lambda: page.panes.currentWidget() is page.steps and not self.window._background.busy,
            "the county's file is read",
        )
        self.hands.tab_to("stickWrite")
        self.hands.enter()
        self.hands.until(lambda: page.panes.currentWidget() is page.done_pane, "the bundle is written")
        assert len(list(stick.glob("*.dyb"))) == 1
        receive(office, [stick])
        assert len(write_receipts(office, stick)) == 1
        self.hands.until(lambda: not self.window._background.busy, "the bundle is read back")
        self.hands.press_at("stickReceipt")
        self.hands.until(lambda: not self.window._background.busy, "the receipt is read")
        states = {row.key: row.mark[2] for row in page.card.months.rows.rows}
        assert states["2026-11"] == "县里已收"
        self.counted("上报、读回执", before)


def get_known(journey: Journey, office: Office, stick: Path) -> None:
    """Ask to be enrolled, and take the office's file when its number was heard."""
    work = journey.window._background
    journey.file_dialog_gives("getSaveFileName", stick / "登记.dyq")
    journey.hands.press_at("stickEnrol")
    journey.hands.until(lambda: (stick / "登记.dyq").exists() and not work.busy, "the request is written")
    office.enrol(stick / "登记.dyq")
    office.write_card(stick / "office.dyo")
    journey.file_dialog_gives("getOpenFileName", stick / "office.dyo")
    journey.hands.press_at("stickCardIn")
    journey.hands.at_dialog()
    journey.hands.type(heard(office.keys.fingerprint))
    journey.hands.enter()


@pytest.fixture
def journey(
    tmp_path: Path, background: Background, secretary: Secretary, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Journey]:
    """Show the window where no book was ever made."""
    how = {"device_folder": tmp_path / "device", "clock": SetClock(NOW)}
    window = MainWindow(tmp_path / "book", background, Remembered(tmp_path), how)
    window.resize(*metrics.WINDOW)  # an office's screen; the one that is not there is smaller
    secretary.sit_at(window)
    yield Journey(window, secretary, tmp_path, monkeypatch)
    window.close()
    secretary.until(lambda: not window.isVisible(), "the day's backup is made")
    shiboken6.delete(window)
    QCoreApplication.processEvents()


def test_a_month_from_the_first_start_to_the_receipt(
    journey: Journey, watchdog: Watchdog, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    journey.first_run()
    journey.bring_in(KEY.Key_6, "people")
    journey.bring_in(KEY.Key_7, "households")
    took = [
        journey.visit("wgz", "老人腿脚不便，屋里收拾得干净。", "已联系镇民政办，等回复。"),
        journey.visit("xyy", "一个人住，冬天取暖费不够。", "已联系镇民政办，等回复。"),
        journey.visit("hqy", "孙子上学，生活能自己料理。", ""),
    ]
    assert journey.count("visits") == 3
    journey.talk()
    journey.register("teams", {"name": "红马甲便民队", "leader": "wgz"})
    for name in ("wgz", "xyy", "hqy"):
        journey.register("volunteers", {"person": name, "teams": "红马甲便民队"})
    journey.activity()
    journey.programme()
    paid = journey.batch()
    journey.print_month()
    with make_office(tmp_path) as office:
        journey.hand_in(Office.of(office.desk)[0])
    with capsys.disabled():
        for what, (keys, seconds) in journey.told.items():
            print(f"{what}: {keys} keys, {seconds:.0f} s")  # noqa: T201 - a journey is read, not only passed
    assert max(took) < VISIT_SECONDS
    assert paid < BATCH_SECONDS
    assert watchdog.worst_cpu < GROSS
