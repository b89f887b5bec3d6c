"""密码与锁定: another password, another 开锁纸, how soon the window locks; and who may sit at the desk."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from danyang_desktop.seats import ROLES
from ui import metrics, pieces
from ui.dialogs.secret_dialog import SecretDialog
from ui.dialogs.unlock_card import UnlockCard
from ui.pages.settings.pane import Pane
from ui.roomy import Turning

if TYPE_CHECKING:
    from ui.desk import Desk

_IDLE = (("1 分钟", 1), ("3 分钟", 3), ("5 分钟", 5), ("10 分钟", 10), ("30 分钟", 30))
_MAY = {"书记": "什么都能办", "记录": "能记能改，不能改设置、存档月份、上报、恢复", "查看": "只能看、打印、备份"}


class SecurityPane(Pane):
    """Passwords are worked out in the worker: it takes a moment."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        lay = self.card()
        change = self.button("改密码…", "passwordChange", self.ask_password, icon="lock")
        self.row(lay, "密码", "只改您自己的；以前的备份还是用做备份那天的密码", change)
        paper = self.button("换一张…", "paperNew", self.ask_paper)
        self.row(lay, "开锁纸", "丢了、给别人看过了，就换一张；旧的马上作废", paper)
        minutes = int(desk.workspace.setting("idle_lock_minutes"))
        self._idle = self.choice("idleMinutes", _IDLE, minutes, self._keep_idle)
        self.row(lay, "没人用就锁定", "没写完的会替您存好", self._idle)
        self._paper_room: QVBoxLayout = pieces.column()
        self.lay.addLayout(self._paper_room)
        self._people = self.card("使用人", "书记以外的人各用各的密码打开")
        self._people_room: QVBoxLayout = pieces.column()
        self._people.addLayout(self._people_room)
        self.lay.addStretch(1)

    def refresh(self) -> None:
        """Show who may sit here."""
        pieces.clear(self._people_room)
        for name, role in self.desk.workspace.operators:
            self._people_room.addWidget(self._person(name, role))
            self._people_room.addWidget(pieces.line())
        foot = pieces.row(margins=(18, metrics.SMALL, 18, metrics.SMALL))
        foot.addWidget(self.button("再加一个人…", "personAdd", self.ask_person, icon="plus"))
        foot.addStretch(1)
        self._people_room.addLayout(foot)

    def _person(self, name: str, role: str) -> QWidget:
        row = Turning(gap=metrics.SMALL, margins=(18, metrics.SMALL, 18, metrics.SMALL))
        said, deeds = QWidget(), QWidget()
        row.add(said, grows=1)
        row.add(deeds)
        words = pieces.column(said, gap=2)
        words.addWidget(pieces.label(name, "strong"))
        words.addWidget(pieces.label(_MAY.get(role, ""), "hint", wrap=True))
        lay = pieces.row(deeds, gap=metrics.PAD)
        choice = self.choice(f"role_{name}", [(one, one) for one in ROLES], role, self._other_role)
        choice.setProperty("who", name)
        choice.setAccessibleName(f"{name}的身份")
        choice.view().setAccessibleName(f"{name}的身份")
        lay.addWidget(choice)
        lay.addWidget(self.button("设密码…", f"password_{name}", partial(self.ask_person, name, role), kind="link"))
        gone = self.button("撤下", f"gone_{name}", partial(self._unseat, name), kind="danger")
        gone.setAccessibleName(f"撤下{name}")
        lay.addWidget(gone)
        lay.addStretch(1)
        return row

    def _keep_idle(self) -> None:
        self.keep("idle_lock_minutes", int(self._idle.currentData()))

    # -- passwords ----------------------------------------------------------------------------------------------

    def ask_password(self) -> None:
        """Ask for the old and the new password."""
        asks: tuple[str, ...] = ("原来的密码", "新密码", "新密码再输一遍")
        if self.desk.workspace.came_by_paper:
            asks = asks[1:]
        self._ask("改密码", "至少 6 个字母、数字或汉字。", asks, self._change)

    def _change(self, given: dict[str, str]) -> None:
        self.desk.workspace.change_password(given.get("原来的密码", ""), given["新密码"])

    def ask_paper(self) -> None:
        """Ask for the password before a new paper is made."""
        self._ask("换一张开锁纸", "换了以后，旧的那张马上作废。", ("您的密码",), self._new_paper, self._show_paper)

    def _new_paper(self, given: dict[str, str]) -> str:
        workspace = self.desk.workspace
        workspace.must_know(given["您的密码"])
        return workspace.new_recovery()

    def _show_paper(self, code: str) -> None:
        pieces.clear(self._paper_room)
        branch = self.desk.workspace.branch
        card = UnlockCard(self.desk.theme, self.desk.background, code)
        card.about = f"{branch.town}{branch.name.removeprefix(branch.town)}　支部编码 {branch.code}"
        self._paper_room.addWidget(card)
        hint = "请马上打印或抄下来，交给支部锁好，把旧的那张撕掉。离开这一页就看不到了。"
        self._paper_room.addWidget(pieces.label(hint, "hint"))

    def ask_person(self, name: str = "", role: str = "记录") -> None:
        """Ask for somebody's name and password."""
        asks = ("密码", "再输一遍") if name else ("姓名", "密码", "再输一遍")
        title = f"给{name}设密码" if name else "再加一个使用人"
        self._ask(title, "各人用自己的密码打开，记的每一条都写着是谁记的。", asks, partial(self._seat, name, role))

    def _seat(self, name: str, role: Any, given: dict[str, str]) -> None:
        self.desk.workspace.seat_person(name or given["姓名"], role, given["密码"])

    def _other_role(self) -> None:
        choice = self.sender()
        if not isinstance(choice, QComboBox):
            return
        name, role = str(choice.property("who")), choice.currentData()
        self.tried(partial(self.desk.workspace.seat_person, name, role), f"{name}现在是“{role}”。")
        self.refresh()

    def _unseat(self, name: str) -> None:
        if self.tried(partial(self.desk.workspace.unseat_person, name), f"{name}以后不能打开台账了，记过的都留着。"):
            self.refresh()

    def _ask(self, title: str, why: str, asks: tuple[str, ...], deed: Any, then: Any = None) -> None:
        dialog = SecretDialog(self.desk, self.window(), title, why, asks, deed)
        dialog.done_with.connect(partial(self._done, title, then))
        dialog.open()

    def _done(self, title: str, then: Any, result: Any) -> None:
        self.refresh()
        self.done.emit(f"{title}：办好了。")
        if then is not None:
            then(result)
