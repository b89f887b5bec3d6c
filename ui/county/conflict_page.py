"""合并核对 (screen 10b): what does not agree, in sentences; both sides, a choice with its reason, the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from danyang_desktop.base.errors import Trouble, UserError
from danyang_desktop.county.conflicts import SETTLED, Conflict, conflicts, settle, settled, sides_of, unsettle
from danyang_desktop.declare.told import told_of
from ui import shown
from ui.county.list_beside import ListBeside
from ui.county.office_page import OfficePage
from ui.county.side_by_side import SideBySide
from ui.messages import EmptyPage
from ui.rows_list import Row

if TYPE_CHECKING:
    from danyang_desktop.county.conflicts import Settled
    from ui.county.side_by_side import Version
    from ui.county.version_card import Fact
    from ui.desk import Desk
    from ui.window.status_bar import Keys

_LIST_HIGH, _PANE_HIGH, _PANE_WIDE = 180, 220, 310
_TELLING = 4
"""So many facts that are the same on both sides stand above those that differ; in a larger type only one."""
_HINT = "处理结果会写进回执，发回支部。两边原来的内容都留底，可以改回来。"
_COUNTS = {2: "两", 3: "三", 4: "四"}
_HOME = "这条记录有只留在支部的内容，县里看不到，不能替支部选。请打电话让支部自己定，或写一条退回修改。"


class ConflictPage(OfficePage):
    """↑ ↓ go through the places, ← → choose a side, Enter takes it and goes on, Ctrl+Z opens the last one again."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "merge", "合并核对")
        self._later = self.header.add_button("先跳过", "conflictSkip")
        self._later.clicked.connect(self.skip)
        self._take = self.header.add_button("采用选中的，看下一处", "conflictTake", kind="primary")
        self._open: dict[str, Conflict] = {}
        self._decided: dict[str, Settled] = {}
        both = ListBeside(desk, "conflict", "不一致清单", wide=300, high=400)
        self._count, self.places, self._panes = both.count, both.rows, both.panes
        self.places.chosen.connect(self._show)
        self.places.opened.connect(self._to_reason)
        self.pair = SideBySide(desk)
        self.pair.taken.connect(self._settle)
        self._take.clicked.connect(self.pair.take)
        self._nothing = EmptyPage(desk.theme, "noConflicts", "merge")
        self._nothing.say("没有不一致的地方", "两台电脑改了同一条记录、内容对不上的，会列在这里等人来定。")
        self._panes.addWidget(self.pair)
        self._panes.addWidget(self._nothing)
        self.body.addWidget(both, 1)

    @property
    def keys(self) -> Keys:
        """The keys that work here."""
        return (("← →", "换一份"), ("PgDn", "往下看"), ("Enter", "采用，看下一处"), ("Ctrl+Z", "改回来"))

    def refresh(self) -> None:
        """Ask the book what does not agree."""
        book = self.office.desk.book
        self._open = {one.uid: one for one in conflicts(book)}
        self._decided = {one.conflict.uid: one for one in settled(book) if one.conflict.uid not in self._open}
        rows = [Row(uid, self._title(one), self._where(one), lead=("warn", "bang")) for uid, one in self._open.items()]
        rows += [
            Row(uid, self._title(one.conflict), self._where(one.conflict), lead=("ok", "ok"), faint=True)
            for uid, one in self._decided.items()
        ]
        left = len(self._open)
        self._count.setText(f"{left} 处")
        self.header.hint.setText(f"{left} 处不一致" + (f"，已核对 {len(self._decided)} 处" if self._decided else ""))
        self.badged.emit({"merge": (left, f"{left} 处要核对")})
        self.noted.emit(f"已核对 {len(self._decided)} 处" if self._decided else "")
        self.places.show_rows(rows)
        self._panes.setCurrentWidget(self.pair if rows else self._nothing)
        self._show(self.places.key)

    def _title(self, one: Conflict) -> str:
        ledger = self.desk.workspace.ledgers.get(one.slug)
        said = next(iter(one.sides[0].said), "") if one.sides else ""
        short, many = ledger.short if ledger else one.slug, _COUNTS.get(len(one.sides), f"{len(one.sides)} ")
        return f"{short}：{said}{many}份不同" if said else f"{short}对不上"

    def _where(self, one: Conflict) -> str:
        workspace = self.desk.workspace
        ledger = workspace.ledgers.get(one.slug)
        record = workspace.get(ledger, one.uid) if ledger is not None else None
        name = shown.title_of(ledger, record) if ledger is not None and record is not None else one.name
        return f"{self._branch(one.branch).removesuffix('党支部')} · {name}"

    def _branch(self, code: str) -> str:
        return self.office.branch_name(code)

    def _show(self, uid: str) -> None:
        one = self._open.get(uid) or (self._decided[uid].conflict if uid in self._decided else None)
        self._take.setEnabled(uid in self._open and one is not None and not one.stays_home)
        self._later.setEnabled(uid in self._open)
        if one is None:
            return
        done = self._decided.get(uid)
        digests = [side.digest for side in one.sides]
        wanted = done.chosen if done else one.suggested
        hint = _HOME if one.stays_home else _HINT
        said = one.undone + one.sentence + one.because
        if done:
            who = f"{done.by} " if done.by else ""
            said = f"{who}{done.at[:16].replace('T', ' ')} 已定，说明是“{done.reason}”。要改，按 Ctrl+Z 改回来再选。"
        self.pair.show_pair(said, self._versions(one), digests.index(wanted) if wanted in digests else 0, hint)
        self.pair.ask_reason(on=done is None and not one.stays_home)

    def _versions(self, one: Conflict) -> list[Version]:
        if not one.sides:
            return []
        ledger = self.desk.workspace.ledgers[one.slug]
        records = sides_of(self.office.desk.book, one)
        texts = [told_of(ledger, record) for record in records]
        labels = [label for label in texts[0] if any(told[label] for told in texts)]
        telling = _TELLING if self.desk.theme.factor <= 1 else 1
        found: list[Version] = []
        for side, told in zip(one.sides, texts, strict=True):
            facts = [(label, told[label], len({other[label] for other in texts}) > 1) for label in labels]
            when = f"{int(side.at[5:7])}月{int(side.at[8:10])}日 {side.at[11:16]}"
            hint = f"{when} 写 · 核对码 {_code(side.digest)}"
            found.append((f"{self._branch(one.branch)} {side.who}", hint, _sorted(facts, telling)))
        return found

    def _to_reason(self, uid: str) -> None:
        if uid in self._open:
            self.pair.reason.setFocus()

    # -- deciding ---------------------------------------------------------------------------------------------

    def _settle(self, place: int, reason: str) -> None:
        uid = self.places.key
        one = self._open.get(uid)
        if one is None or one.stays_home or not self.may_write():
            return
        try:
            seen = [side.digest for side in one.sides]
            settle(self.office.desk, uid, seen[place], reason, self.desk.workspace.operator, seen=seen)
        except (UserError, Trouble) as error:
            self.refresh()
            if getattr(error, "field", "") == SETTLED:
                self.say_plainly(error.sentence, "warn")
            else:
                self._failed(error)
            return
        self.forget_said()
        after = self._next(uid)
        self.refresh()
        self.tell_changed()
        self.places.choose(after)
        self._to_reason(after)

    def skip(self) -> None:
        """Go on to the next place without a choice."""
        self.places.choose(self._next(self.places.key))
        self._to_reason(self.places.key)

    def _next(self, uid: str) -> str:
        keys = list(self._open)
        place = keys.index(uid) + 1 if uid in keys else 0
        return (keys[place:] + keys)[0] if keys else ""

    def undo_here(self) -> bool:
        """Open the chosen place again if it was decided, else the one that was decided last."""
        uid = self.places.key if self.places.key in self._decided else next(iter(self._decided), "")
        if uid and self.may_write():
            try:
                unsettle(self.office.desk, uid, self.desk.workspace.operator)
            except (UserError, Trouble) as error:
                self._failed(error)
                return True
            self.forget_said()
            self.refresh()
            self.tell_changed()
            self.places.choose(uid)
            self._to_reason(uid)
        return True

    def begin(self) -> None:
        """Take the focus where the work begins: at the reason of the first place."""
        if self._open:
            self.pair.reason.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.places.setFocus()


def _sorted(facts: list[Fact], telling: int) -> list[Fact]:
    """Return what tells the record first, then what differs, then all the rest."""
    same = [fact for fact in facts if not fact[2]]
    return [*same[:telling], *(fact for fact in facts if fact[2]), *same[telling:]]


def _code(digest: str) -> str:
    return f"{digest[:4]}-{digest[4:8]}".upper()
