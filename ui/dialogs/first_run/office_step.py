"""您是哪个办公室: name and code of the county, and where its book lies when several clerks share it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ui.dialogs.first_run.step import Step

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLineEdit

    from danyang_desktop.base.progress import Progress
    from ui.theme import Theme

_CODE_DIGITS = 6
_DANYANG = "321181"
_SERVER = "几个人同时收包才填：postgresql://用户名:密码@服务器/数据库名，管服务器的人会给您；按“下一步”先连一连"


class OfficeStep(Step):
    """Four lines, the last of which most offices leave empty."""

    def __init__(self, theme: Theme, database: str = "") -> None:
        super().__init__(theme, "您是哪个办公室", "名字会印在催交名单、退回单和汇总表上，支部在回执上也看得到。")
        self.name = self.new_line("officeNameLine", "办公室名称，必填", "如 丹阳市委组织部")
        self.code = self.new_line("officeCodeLine", "区划代码，必填", "6 位数字")
        self.code.setText(_DANYANG)
        self.who = self.new_line("officeOperatorLine", "您的姓名，必填")
        self.server = self.new_line("officeServerLine", "数据库服务器", "一台电脑收包，空着就行")
        self.server.setText(database)
        self.add_line("办公室名称", self.name)
        self.add_line("区划代码", self.code, "县（市、区）的 6 位区划代码，丹阳是 321181；以后不能改")
        self.add_line("您的姓名", self.who, "记在每一步处理的“经办人”里")
        self.add_line("数据库服务器", self.server, _SERVER, required=False)

    @property
    def about(self) -> tuple[str, str, str]:
        """Code and name of the office; it has no town."""
        return self.code.text().strip(), self.name.text().strip(), ""

    @property
    def database(self) -> str:
        """The server's address, "" for a book in files."""
        return self.server.text().strip()

    def wrong(self) -> tuple[QLineEdit, str] | None:
        """Return the first wrong line."""
        for line, what in ((self.name, "办公室名称"), (self.code, "区划代码"), (self.who, "姓名")):
            if not line.text().strip():
                return line, f"“{what}”没有填，请补上。"
        code = self.code.text().strip()
        if len(code) != _CODE_DIGITS or not (code.isascii() and code.isdigit()):
            return (
                self.code,
                f"区划代码应是 {_CODE_DIGITS} 位数字，现在是 {len(code)} 位。支部编码的前 {_CODE_DIGITS} 位就是它。",
            )
        return None


@dataclass(frozen=True)
class Trying:
    """Connects to the server, for the worker: what is wrong with it is said before anything is made."""

    database: str

    def __call__(self, progress: Progress) -> str:
        """Connect; returns the address as it may be shown. Raises UserError, Trouble."""
        from danyang_desktop.placing import try_server

        progress(0, 0, "正在连数据库服务器")
        return try_server(self.database)
