"""Who sits at the desk and what he or she may do there: 书记 everything, 记录 writes, 查看 looks.

Each one beside the secretary opens the book with a password of his or her own, so a role is no mere choice of a name.
Confidential talks are read by their author and the secretary (domain.md L3).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from danyang_desktop.base.errors import UserError
from danyang_desktop.store import shelf, versions
from danyang_desktop.store.keyring import check_password

if TYPE_CHECKING:
    from danyang_desktop.declare.ledger import Ledger
    from danyang_desktop.opening import Opened

Role = Literal["书记", "记录", "查看"]
SECRETARY: Role = "书记"
RECORDER: Role = "记录"
READER: Role = "查看"
ROLES: tuple[Role, ...] = (SECRETARY, RECORDER, READER)
CONFIDENTIAL = 4
"""The privacy level of what was said in confidence (domain.md §2.0)."""
_OTHER = "请先锁定，再由"
_NAMELESS = "支部书记"


class Seats:
    """The part of a workspace that knows who may do what."""

    def __init__(self, opened: Opened) -> None:
        self._opened = opened
        self.book = opened.book
        self.look = opened.look

    @property
    def operator(self) -> str:
        """Who sits at the desk; stands in every version."""
        return self.look.operator

    @operator.setter
    def operator(self, name: str) -> None:
        """Let somebody sit down. Whose own password opened the book stays: UserError for another name."""
        if self._opened.person not in ("", name):
            raise UserError(f"这次是用{self._opened.person}的密码打开的。{_OTHER}{name}用自己的密码打开。")
        self.look.operator = name

    @property
    def operators(self) -> list[tuple[str, Role]]:
        """Everybody who may sit at the desk, the secretary first; only the one who made the book if none is listed."""
        listed: list[tuple[str, Role]] = [(name, role) for name, role in self.look.setting("operators")]
        first = str(self.look.setting("operator"))
        return listed or ([(first, SECRETARY)] if first else [])

    @property
    def seat(self) -> Role:
        """The role of who sits at the desk. The book's own password is the secretary's."""
        listed = dict(self.operators)
        if self._opened.person:
            return listed.get(self._opened.person, READER)
        return listed.get(self.operator, SECRETARY)

    @property
    def may_write(self) -> bool:
        """Whether who sits at the desk may record."""
        return self.seat != READER

    @property
    def may_manage(self) -> bool:
        """Whether who sits at the desk may change settings, close months, hand in and restore."""
        return self.seat == SECRETARY

    def must_write(self) -> None:
        """Raise UserError unless who sits at the desk may record."""
        if not self.may_write:
            raise UserError(f"{self.operator}只能查看，不能记也不能改。{_OTHER}记录人或书记打开。")

    def must_manage(self, what: str) -> None:
        """Raise UserError unless who sits at the desk is the secretary; `what` begins the sentence."""
        if not self.may_manage:
            raise UserError(f"{what}只有支部书记能办。{_OTHER}书记打开。")

    # -- confidence ---------------------------------------------------------------------------------------------

    def may_read(self, ledger: Ledger[Any], record: Any) -> bool:
        """Tell whether who sits at the desk may read a record's confidential texts without the book's password."""
        if not ledger.is_secret(record):
            return True
        said = [name for name, kind in ledger.kinds.items() if kind.privacy >= CONFIDENTIAL]
        if all(ledger.kinds[name].is_empty(getattr(record, name)) for name in said):
            return True
        if self.operator and (self.operator, SECRETARY) in self.operators:
            return True
        log = versions.of_record(self.book.connection, record.uid)
        return bool(self.operator and log and log[0].author == self.operator)

    # -- people at the desk -------------------------------------------------------------------------------------

    def seat_person(self, name: str, role: Role, password: str = "") -> None:
        """Let somebody sit at the desk from now on, or in another role.

        Whoever is not the secretary needs a password of his or her own; one that is known already keeps it if none is
        given. Raises UserError.
        """
        self.must_manage("设使用人")
        name = name.strip()
        if not name:
            raise UserError("请写上姓名。", "name")
        listed = dict(self.operators) or {self.operator or _NAMELESS: SECRETARY}
        listed[name] = role
        if SECRETARY not in listed.values():
            raise UserError("总要有一位书记。请先把另一个人设成书记。", "role")
        keyring = self._opened.keyring
        if password:
            keyring = keyring.with_person(self._opened.key, name, password)
        elif role != SECRETARY and not keyring.knows(name):
            check_password(password)
        self._keep_people(list(listed.items()), keyring)

    def unseat_person(self, name: str) -> None:
        """Let somebody sit at the desk no more; what he or she recorded stays. Raises UserError."""
        self.must_manage("撤下使用人")
        left = [(one, role) for one, role in self.operators if one != name]
        if SECRETARY not in dict(left).values():
            raise UserError("总要有一位书记，不能撤下最后一位。", "name")
        self._keep_people(left, self._opened.keyring.without_person(name))

    def _keep_people(self, people: list[tuple[str, Role]], keyring: Any) -> None:
        """Keep who may sit here: first the keys, then the list, so that nobody is listed who cannot get in."""
        if keyring is not self._opened.keyring:
            keyring.save(self._opened.folder)
            self._opened.keyring = keyring
        order = sorted(people, key=lambda one: ROLES.index(one[1]))
        self.keep_setting("operators", [list(one) for one in order])

    def keep_setting(self, name: str, value: Any) -> None:
        """Keep a setting, whoever asks."""
        with self.book.transaction():
            shelf.set_setting(self.book.connection, name, value)
        self.look.forget()

    def hand_on(self, to: str, new: str) -> str:
        """Let `to` be the secretary in place of who sits at the desk; returns the code of a new 开锁纸 (换届交接).

        Only the password `new`, that code, and the own passwords of those who stay open the book from now on; backups
        made before still open with what opened the book then. Raises UserError.
        """
        self.must_manage("换届交接")
        opened, leaving = self._opened, self.operator
        keyring = opened.keyring.without_person(leaving).without_person(to).with_password(opened.key, new)
        keyring, code = keyring.with_recovery(opened.key)
        stay = [(name, role) for name, role in self.operators if name not in (to, leaving)]
        self._keep_people([(to, SECRETARY), *stay], keyring)
        self.keep_setting("operator", to)
        self.look.operator = to
        return code

    # -- passwords ----------------------------------------------------------------------------------------------

    def knows_password(self, password: str) -> bool:
        """Tell whether this is the book's password; takes as long as opening (Argon2id), so ask in the worker."""
        try:
            return self._opened.keyring.open(password=password) == self._opened.key
        except UserError:
            return False

    def must_know(self, password: str) -> None:
        """Raise UserError unless this is the password of who sits at the desk."""
        self._opened.keyring.open(password=password, person=self._opened.person)

    def change_password(self, old: str, new: str) -> None:
        """Let `new` open the book from now on for who sits at the desk. Raises UserError: old wrong, new too short.

        Who came in with the 开锁纸 has forgotten the old one and is not asked for it. The data key stays, so does the
        开锁纸; backups made before still open with the old password.
        """
        person, keyring = self._opened.person, self._opened.keyring
        try:
            if not self._opened.by_paper:
                self.must_know(old)
        except UserError as error:
            raise UserError("原来的密码不对，没有改动。请看看大写锁定键是不是开着。", "password") from error
        key = self._opened.key
        keyring = keyring.with_person(key, person, new) if person else keyring.with_password(key, new)
        keyring.save(self._opened.folder)
        self._opened.keyring = keyring
        self._opened.by_paper = False

    @property
    def came_by_paper(self) -> bool:
        """Whether the 开锁纸 opened the book: then the password is to be set anew."""
        return self._opened.by_paper

    def new_recovery(self) -> str:
        """Make a new 开锁纸 and return its code to print; the old paper opens nothing any more."""
        self.must_manage("换开锁纸")
        keyring, code = self._opened.keyring.with_recovery(self._opened.key)
        keyring.save(self._opened.folder)
        self._opened.keyring = keyring
        return code
