"""The scenes of the tour: what is played on the stage, in order; each takes its pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QLineEdit, QPushButton

from danyang_desktop.base.errors import Trouble
from danyang_desktop.declare.kinds import LongText
from danyang_desktop.declare.look import Link
from ui.dialogs.password_line import PasswordLine
from ui.pages.segments import Segments

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.tour.stage import Stage

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
ONCE = ("people", "households")


def _modal() -> str:
    dialog = QApplication.activeModalWidget()
    return dialog.objectName() if dialog is not None else ""


def close_dialogs() -> None:
    """Shut whatever lies over the window."""
    for one in QApplication.topLevelWidgets():
        if one.isVisible() and one.windowType() in (Qt.WindowType.Dialog, Qt.WindowType.Popup):
            one.close()


def leave_form(stage: Stage, page: Any) -> None:
    """Shut the page's forms without asking."""
    while page.form is not None:
        page.form._keeper.drop()
        page.form._touched.clear()
        page.form.leave()
        stage.settle()


def first_run(stage: Stage) -> None:
    """Show the first run, asked in vain."""
    stage.shoot("11b-第一次使用")
    stage.key(KEY.Key_Return)
    stage.key(KEY.Key_Return)
    stage.shoot("11b-第一次使用-没填")
    for name, text in (
        ("branchNameLine", "柳塘村党支部"), ("branchTownLine", "青山镇"), ("branchCodeLine", "32119910020001"),
        ("operatorLine", "周建民"),
    ):  # fmt: skip
        stage.find(QLineEdit, name).setText(text)
    following = stage.find(QPushButton, "firstRunNext")
    following.click()
    stage.shoot("11b-第一次使用-密码")
    for line in stage.window.findChildren(PasswordLine):
        line.setText("danyang-2026")
    stage.find(QCheckBox, "recoveryKept").setChecked(True)
    following.click()
    stage.until(lambda: not stage.background.busy)
    stage.shoot("11b-第一次使用-备份")
    following.click()
    stage.settle()
    stage.shoot("11b-第一次使用-开始")


def first_run_of_an_office(stage: Stage) -> None:
    """Show the steps that only an office has."""
    stage.find(Segments, "firstRunRole").pick("office")
    stage.settle()
    stage.shoot("11b-第一次使用-办公室")
    for name, text in (("officeNameLine", "样例县委组织部"), ("officeOperatorLine", "王经办")):
        stage.find(QLineEdit, name).setText(text)
    following = stage.find(QPushButton, "firstRunNext")
    following.click()
    for line in stage.window.findChildren(PasswordLine):
        line.setText("danyang-2026")
    stage.find(QCheckBox, "recoveryKept").setChecked(True)
    stage.shoot("11b-第一次使用-办公室-密码")
    following.click()
    stage.until(lambda: not stage.background.busy)
    stage.shoot("11b-第一次使用-办公室-备用钥匙")
    stage.find(QCheckBox, "officeKeyKept").setChecked(True)
    following.click()
    following.click()
    stage.settle()
    stage.shoot("11b-第一次使用-办公室-开始")


def lock(stage: Stage) -> None:
    """Show the lock page, and a wrong password."""
    stage.shoot("11-锁定")
    stage.type("wrong")
    stage.key(KEY.Key_Return)
    stage.shoot("11-锁定-密码不对")


def entries(stage: Stage) -> None:
    """Show every entry of the side list as it comes."""
    for number, (key, entry) in enumerate(stage.shell._entries.items()):
        if entry.make is not None:
            stage.page(key)
            stage.shoot(f"{number:02}-{entry.title}")


def registers(stage: Stage) -> None:
    """Show every register that shares the entry 其他名册."""
    page: Any = stage.page("registers")
    for slug, register in page._registers.items():
        page.show_part(slug)
        stage.shoot(f"名册-{register.short}")
        page.start_new()
        stage.shoot(f"名册-{register.short}-新增")
        leave_form(stage, page.current)


def lists(stage: Stage) -> None:
    """Show each ledger's list in its states: nothing found, an empty month, the year, what was voided, its history."""
    ledgers = [one for one in stage.shell._desk.workspace.ledgers.values() if not one.is_register]
    for ledger in ledgers:
        page: Any = stage.page(ledger.slug)
        page.list.search.setText("zzzz")
        page.list.refresh()
        stage.shoot(f"{ledger.short}-没找到")
        page.list.search.clear()
        page.list.months.set_month("2027-03")
        stage.shoot(f"{ledger.short}-空的月份")
        page.list.months.set_month("2026")
        stage.shoot(f"{ledger.short}-全年")
        page.list.months.set_month("2026-11")
        page.list.table.choose(0)
        record = page.list.table.current()
        if record is None:
            continue
        page._do(record, "history")
        stage.shoot(f"{ledger.short}-改动经过")
        close_dialogs()
        if record.status == "final":
            page._put_away(record)
            stage.shoot(f"{ledger.short}-作废")
            close_dialogs()


def forms(stage: Stage) -> None:
    """Show each ledger's form: empty, refused, with its end in sight, and left in the middle."""
    workspace = stage.shell._desk.workspace
    for slug, ledger in workspace.ledgers.items():
        if (ledger.is_register and slug not in ONCE) or slug == "subsidies":
            continue
        page: Any = stage.page(slug)
        page.start_new()
        stage.shoot(f"{ledger.short}-新增")
        page.form.save()
        stage.shoot(f"{ledger.short}-新增-没填好")
        bar = page.form._scroll.verticalScrollBar()
        for number in range(1, 4):
            if bar.value() >= bar.maximum():
                break
            bar.setValue(bar.value() + bar.pageStep())
            stage.shoot(f"{ledger.short}-新增-往下{number}")
        page.form._touched.add(next(iter(page.form.body.cells)))
        page.form.leave()
        stage.shoot(f"{ledger.short}-没写完")
        close_dialogs()
        leave_form(stage, page)


def visit(stage: Stage) -> None:
    """Show the visit's form at work: looking somebody up, the card, a warning, stock phrases, a record opened."""
    workspace = stage.shell._desk.workspace
    page: Any = stage.page("visits")
    record = page.list.model.record(0)
    page.start_new()
    body = page.form.body
    body.goto("household")
    stage.type(record.household.name[:1])
    stage.shoot("03b-找人")
    close_dialogs()
    body.editor("household").set_value(record.household)
    page.form._again.click()
    body.editor("cash").line.setText("90000")
    page.form._edited("cash")
    page.form._left("cash")
    stage.shoot("03-走访-填好")
    name = next(one for one, kind in workspace.ledgers["visits"].kinds.items() if isinstance(kind, LongText))
    body.goto("measures" if "measures" in body.cells else name)
    page.form._scroll.ensureWidgetVisible(stage.place())
    stage.key(KEY.Key_Down, ALT)
    stage.shoot("03-常用语")
    close_dialogs()
    leave_form(stage, page)
    page._do(record, "edit")
    stage.shoot("03-走访-修改")
    leave_form(stage, page)


def talks(stage: Stage) -> None:
    """Show who was not talked to this year."""
    page: Any = stage.page("talks")
    page.list.table.setFocus()
    stage.key(KEY.Key_G, CTRL)
    stage.shoot("谈心谈话-全年进度")
    stage.key(KEY.Key_P, CTRL)
    stage.until(lambda: "printDialog" not in _modal() or QApplication.activeModalWidget().session.laid)
    stage.shoot("08-打印看到的")
    close_dialogs()
    stage.key(KEY.Key_Escape)


def households(stage: Stage) -> None:
    """Show what ever happened to a household."""
    page: Any = stage.page("households")
    page.list.table.choose(0)
    page.list.table.setFocus()
    stage.key(KEY.Key_G, CTRL)
    stage.shoot("困难家庭-一户一档")
    stage.key(KEY.Key_Escape)


def activity(stage: Stage) -> None:
    """Show the activity with its team."""
    page: Any = stage.page("volunteering")
    page.start_new()
    stage.key(KEY.Key_T, CTRL)
    stage.shoot("05b-整队加入")
    stage.key(KEY.Key_F1)
    stage.shoot("帮助-在对话框上")
    close_dialogs()
    leave_form(stage, page)
    page.list.table.choose(0)
    page._do(page.list.table.current(), "edit")
    stage.shoot("05-活动-修改")
    leave_form(stage, page)


def batch(stage: Stage) -> None:
    """Show the desk of a payout batch, and the choosing of its list."""
    page: Any = stage.page("subsidies")
    page.list.months.set_month("2026")
    page.list.table.choose(0)
    page.list.table.setFocus()
    stage.key(KEY.Key_Return)
    stage.shoot("06-发放台")
    stage.key(KEY.Key_Escape)
    page.start_new()
    stage.shoot("06-选名单")
    workspace = stage.shell._desk.workspace
    program = workspace.query(workspace.ledgers["programs"]).page(limit=1).rows[0]
    step = page.list_step
    step.body.editor("program").set_value(Link(program.uid, program.name))
    step.body.editor("month").set_value("2026-12")
    step._edited("program")
    stage.shoot("06-选名单-选好")
    step.go_on()
    stage.shoot("06-核对")
    page.batch_desk.go_on()
    stage.shoot("06-公示")
    close_dialogs()
    stage.key(KEY.Key_Escape)


def settings(stage: Stage) -> None:
    """Show every category of the settings, a backup that is there, and the question before it comes back."""
    page: Any = stage.page("settings")
    page.backup.add_place(stage.work / "备份")
    page.back_up_to(stage.work / "备份")
    stage.settle()
    for key in page.panes:
        page.show_category(key)
        stage.shoot(f"12-设置-{page.panes[key][0]}")
    page.show_category("backup")
    page._ask_restore(str(stage.shell._desk.workspace.backups()[0].path))
    stage.shoot("12-恢复")
    close_dialogs()
    page.show_category("password")
    page.security.ask_password()
    stage.shoot("12-改密码")
    close_dialogs()


def printing(stage: Stage) -> None:
    """Show the month's pages laid out, and the other sheets."""
    page: Any = stage.page("print")
    stage.until(lambda: page.session.laid is not None)
    stage.shoot("08-打印台账-排好")
    page.show_specials()
    stage.shoot("08-别的单子")
    page.show_month()


def stick(stage: Stage) -> None:
    """Write the bundle to a stick that is a folder, and fail once."""
    page: Any = stage.page("stick")
    page._whole()
    page.use_folder(stage.work)
    stage.shoot("09-上报-U盘插好")
    page.write()
    stage.until(lambda: not stage.background.busy)
    stage.shoot("09b-写好")
    page._not_written(Trouble("U盘写满了。请删掉不用的文件，或换一个 U盘。", "U-101"))
    stage.shoot("14-写U盘出错")
    page.show_steps()
    page.acquaint.hand_over()
    stage.shoot("换届交接")
    close_dialogs()


def helping(stage: Stage) -> None:
    """Show the manual."""
    stage.page("visits")
    stage.key(KEY.Key_F1)
    stage.shoot("帮助")
    close_dialogs()


def importing(stage: Stage) -> None:
    """Show the import of a roster, step by step."""
    from tests.helpers.workbooks import save_xlsx
    from ui.pages.importing.wizard import ImportWizard

    page: Any = stage.page("people")
    page.ask_import()
    stage.shoot("07-导入-选文件")
    wizard = next(one for one in QApplication.topLevelWidgets() if isinstance(one, ImportWizard) and one.isVisible())
    head = ["序号", "姓名", "证件号码", "组别", "联系方式", "政治面貌", "家里情况"]
    rows = [
        [1, "王桂兰", "321199195001010028", "三组", "13800000001", "群众", ""],
        [2, "陈国富", "32119919500104000", "三组", "1380000000", "党员", "腿脚不便"],
        [3, "孙玉珍", "", "二组", "", "", ""],
    ]
    wizard.read(save_xlsx(stage.work / "花名册.xlsx", ["2026年花名册"], head, *rows))
    stage.shoot("07b-导入-对应栏目")
    wizard.go_on()
    stage.shoot("07c-导入-检查")
    close_dialogs()
    stage.settle()


def trouble(stage: Stage) -> None:
    """Show the calm pages, and the note after a save."""
    stage.shell.show_trouble(Trouble("U盘写满了。请删掉不用的文件，或换一个 U盘。", "U-303"))
    stage.shoot("14-出错")
    stage.shell.show_crash("ValueError\n  ui/x.py:1 f", "report.txt")
    stage.shoot("14-程序毛病")
    stage.page("home")
    stage.shell._toast.say("已保存 ZF-321199-2026-0031", undo=True)
    stage.shoot("已保存")


BRANCH: tuple[Callable[[Stage], None], ...] = (
    entries, registers, lists, forms, visit, talks, households, activity, batch, importing, settings, printing,
    stick, helping, trouble,
)  # fmt: skip
EMPTY: tuple[Callable[[Stage], None], ...] = (entries,)
OFFICE: tuple[Callable[[Stage], None], ...] = (entries,)
