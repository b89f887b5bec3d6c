"""您是哪个支部: town, name and code; or all of it from a file of the branch's other computer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from danyang_desktop.base.errors import Trouble, UserError
from ui import metrics, pieces
from ui.dialogs.first_run.step import Step
from ui.file_places import ENROLMENT, FilePlaces
from ui.name_list import NameList
from ui.roomy import Turning

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QLineEdit

    from ui.theme import Theme

_CODE_DIGITS = 14
_TOWN_DIGITS = 9


class BranchStep(Step):
    """Four lines. `towns` are name -> code of the county's list."""

    def __init__(self, theme: Theme, towns: dict[str, str]) -> None:
        super().__init__(theme, "您是哪个支部", "名字会印在台账上；编码跟着每一条记录上报县里。")
        self._towns = towns
        self.town = self.new_line("branchTownLine", "所在镇或街道，必填", "点一下选，或写几个字、拼音首字母")
        NameList(self.town, list(towns), "镇和街道").chosen.connect(self._fill_code)
        self.town.editingFinished.connect(self._fill_code)
        self.name = self.new_line("branchNameLine", "支部名称，必填", "如 柳塘村党支部")
        self.code = self.new_line("branchCodeLine", "支部编码，必填", "14 位数字")
        self.who = self.new_line("operatorLine", "您的姓名，必填")
        self.add_line("支部名称", self.name)
        self.add_line("所在镇（街道）", self.town)
        self.add_line("支部编码", self.code, "12 位区划代码加 2 位支部号，县里有；选了镇会先填好前 9 位")
        self.add_line("您的姓名", self.who, "记在每条记录的“记录人”里")
        file = pieces.button(theme, "从登记文件读入…", "branchFromFile", icon="file")
        file.clicked.connect(self._ask_file)
        line = Turning(gap=metrics.GAP)
        line.add(file)
        why = "支部已经有一台电脑在用？把它写的登记文件（.dyq）读进来，不用再打字。"
        line.add(pieces.label(why, "hint", wrap=True), grows=1)
        self.below.addWidget(line)

    @property
    def about(self) -> tuple[str, str, str]:
        """Code, name and town of the branch."""
        return self.code.text().strip(), self.name.text().strip(), self.town.text().strip()

    def wrong(self) -> tuple[QLineEdit, str] | None:
        """Return the first wrong line."""
        asked = ((self.name, "支部名称"), (self.town, "所在镇"), (self.code, "支部编码"), (self.who, "姓名"))
        for line, what in asked:
            if not line.text().strip():
                return line, f"“{what}”没有填，请补上。"
        code = self.code.text().strip()
        if len(code) != _CODE_DIGITS or not (code.isascii() and code.isdigit()):
            return self.code, f"支部编码应是 {_CODE_DIGITS} 位数字，现在是 {len(code)} 位。请再核对一遍。"
        return None

    def _fill_code(self) -> None:
        code = self._towns.get(self.town.text().strip(), "")
        if code and not self.code.text().strip():
            self.code.setText(code)

    def _ask_file(self) -> None:
        chosen = FilePlaces().file(self, ENROLMENT, "登记文件", "支部的登记文件 (*.dyq)")
        if chosen is not None:
            self.take_file(chosen)

    def take_file(self, path: Path) -> None:
        """Fill the lines from a branch's enrolment file; raises UserError and Trouble."""
        from danyang_desktop.exchange.key_enrolment import read_request

        self.said = ""
        try:
            asked = read_request(path)
        except (UserError, Trouble) as error:
            self.said = error.sentence
            self.changed.emit()
            return
        names = {code: name for name, code in self._towns.items()}
        self.code.setText(asked.branch_code)
        town = names.get(asked.branch_code[:_TOWN_DIGITS], self.town.text())
        self.town.setText(town)
        self.name.setText(asked.branch_name.removeprefix(town))
        self.who.setFocus()

    said = ""
    """What is wrong with the file that was read last."""
