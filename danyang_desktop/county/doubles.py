"""What only the office can see: who is paid in two branches, who is paid though dead, and other odd coincidences.

A household paired twice, the same words in many visits, a month's visits all on one day, one number on two records.

What is made of people's numbers here holds a keyed hash and never the number itself: the key is derived from the book's
and never leaves this computer, so that a list of findings is no list of numbers. (Only the count beside the board is
the engine's own comparison, within the encrypted book.) Findings are questions for a person; each lists the records it
rests on.
"""

from __future__ import annotations

import hmac
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from danyang_desktop.base.chinese.money import show_yuan
from danyang_desktop.county.endings import gone
from danyang_desktop.county.known import names
from danyang_desktop.declare.query import LIVE
from danyang_desktop.ledgers.payouts.lines import PAID, REVERSAL
from danyang_desktop.ledgers.subsidies import SUBSIDIES
from danyang_desktop.ledgers.visits import VISITS
from danyang_desktop.registers.households import HOUSEHOLDS
from danyang_desktop.registers.pairings import ACTIVE, MEMBER_HOUSEHOLD, PAIRINGS
from danyang_desktop.registers.people import DEAD, HERE, PEOPLE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from danyang_desktop.county.office import Office
    from danyang_desktop.declare.book import Book

PAID_TWICE, PAID_AFTER, PAIRED_TWICE = "重复领取", "去世迁出仍在领", "重复结对"
COPIED, ONE_DAY, SAME_NUMBER = "内容照抄", "集中补记", "编号重复"
TWO_PLACES = "两处在册"
KINDS = (PAID_TWICE, PAID_AFTER, PAIRED_TWICE, TWO_PLACES, COPIED, ONE_DAY, SAME_NUMBER)
"""In the order in which they are told."""

_LEAST_TEXT = 15
"""Characters below which the same words mean nothing: 身体健康，生活正常 is true of many."""
_LEAST_COPIES = 5
_QUOTED = 20
_LEAST_VISITS, _SHARE = 8, 0.8
"""From so many visits in a month on, this share of them on one day is worth a question."""
_AFTER_DEATH = ("丧葬", "抚恤")
"""Words of kinds of subsidy that are paid because somebody died."""


class Row(NamedTuple):
    """A record that a finding rests on, to be opened from it."""

    branch: str
    slug: str
    uid: str
    said: str


@dataclass(frozen=True)
class Finding:
    """Something to ask about, in short `about` whom or what.

    `person`: the beginning of the keyed hash, the same in all findings of one person.
    """

    kind: str
    sentence: str
    rows: tuple[Row, ...]
    person: str = ""
    about: str = ""


class _Payment(NamedTuple):
    person: str
    name: str
    kind: str
    first: str
    last: str
    amount: int
    row: Row


def findings(office: Office, month: str) -> list[Finding]:
    """Return every finding that concerns a month (2026-11) or the payments of its year, in the order of the kinds."""
    book = office.desk.book
    people = People.of(office)
    payments = list(_payments(book, people, month))
    return [
        *paid_twice(payments), *paid_after(payments, people), *_paired_twice(office, people), *_two_places(people),
        *_visits(book, month), *_same_number(book, month),
    ]  # fmt: skip


@dataclass(frozen=True)
class People:
    """Who is who across branches: uid -> keyed hash; hash -> when and where somebody died or moved away, or is kept."""

    key: bytes
    by_uid: dict[str, str]
    gone: dict[str, list[tuple[str, str, Row]]]
    here: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, office: Office) -> People:
        """Read the register of people and the files of households."""
        book = office.desk.book
        merged = gone(book, office.desk.at[:10])  # their people are kept by another branch now, and rightly
        made = cls(hmac.digest(office.desk.key, b"danyang same person 1", "sha256"), {}, defaultdict(list))
        sql = f"SELECT uid, branch, id_no, standing, standing_on, name FROM {PEOPLE.slug} WHERE status IN {LIVE}"
        for uid, branch, number, standing, left_on, name in book.connection.execute(sql):
            if not number:
                continue
            person = made.by_uid[uid] = made.hashed(number)
            if standing and standing != HERE and left_on:
                where = "" if standing == DEAD else branch
                row = Row(branch, PEOPLE.slug, uid, f"{name}，{left_on} {standing}")
                made.gone[person].append((str(left_on)[:7], where, row))
            elif branch not in merged and (not standing or standing == HERE):
                made.here[person].append(Row(branch, PEOPLE.slug, uid, name))
        sql = f"SELECT uid, id_no FROM {HOUSEHOLDS.slug} WHERE status IN {LIVE} AND id_no != ''"
        made.by_uid.update((uid, made.hashed(number)) for uid, number in book.connection.execute(sql))
        return made

    def hashed(self, number: str) -> str:
        """Return the keyed hash of a citizen number."""
        return hmac.digest(self.key, number.upper().encode(), "sha256").hex()[:24]


def _payments(book: Book, people: People, month: str) -> Iterator[_Payment]:
    """Yield what was paid in the year of a month and the year before, reversed and returned payments left out."""
    year = int(month[:4])
    batches = [
        batch for one in (year - 1, year) for batch in book.query(SUBSIDIES, month=str(one), status=LIVE).records()
    ]
    reversed_lines = {line.for_line for batch in batches if batch.nature == REVERSAL for line in batch.lines}
    for batch in batches:
        for line in batch.lines:
            person = people.by_uid.get(line.person.uid) or (people.hashed(line.id_no) if line.id_no else "")
            stands = line.result in ("", None, PAID) and line.row_uid not in reversed_lines
            if person and stands and (line.amount_fen or 0) > 0:
                said = f"{batch.title}：{line.person.name} {show_yuan(line.amount_fen)} 元"
                row = Row(batch.branch, SUBSIDIES.slug, batch.uid, said)
                first, last = batch.period_from or batch.month, batch.period_to or batch.month
                yield _Payment(person, line.person.name, batch.kind, first, last, line.amount_fen, row)


def paid_twice(payments: Iterable[_Payment]) -> list[Finding]:
    """Return who got the same kind of money for overlapping months in different branches."""
    groups: dict[tuple[str, str], list[_Payment]] = defaultdict(list)
    for one in payments:
        groups[one.person, one.kind].append(one)
    found = []
    for (person, kind), some in sorted(groups.items()):
        hit = [one for one in some if any(_overlap(one, other) for other in some)]
        if hit:
            branches = len({one.row.branch for one in hit})
            amount = show_yuan(sum(one.amount for one in hit))
            said = f"{hit[0].name}的“{kind}”在 {branches} 个支部都列了同一段时间的，共 {amount} 元。请核对该由哪边发。"
            found.append(Finding(PAID_TWICE, said, tuple(one.row for one in hit), person[:12], hit[0].name))
    return found


def _overlap(one: _Payment, other: _Payment) -> bool:
    return one.row.branch != other.row.branch and one.first <= other.last and other.first <= one.last


def paid_after(payments: Iterable[_Payment], people: People) -> list[Finding]:
    """Return who was paid for a month after that of death, or by the branch that says they moved away."""
    found: dict[str, tuple[_Payment, list[Row]]] = {}
    for one in payments:
        if any(word in one.kind for word in _AFTER_DEATH):
            continue
        for left, where, row in people.gone.get(one.person, ()):
            if one.last > left and where in ("", one.row.branch):
                rows = found.setdefault(one.person, (one, [row]))[1]
                if one.row not in rows:
                    rows.append(one.row)
    return [
        Finding(
            PAID_AFTER, f"{rows[0].said}，后来还有 {len(rows) - 1} 笔补助。请核对日期，多发的要退回。",
            tuple(rows), person[:12], one.name,
        )
        for person, (one, rows) in sorted(found.items())
    ]  # fmt: skip


def _paired_twice(office: Office, people: People) -> list[Finding]:
    groups: dict[str, list[Row]] = defaultdict(list)
    homes: dict[str, str] = {}
    book, merged = office.desk.book, gone(office.desk.book, office.desk.at[:10])
    for pairing in book.query(PAIRINGS, status=LIVE).records():
        if pairing.branch in merged:
            continue
        if pairing.standing == ACTIVE and pairing.kind != MEMBER_HOUSEHOLD and pairing.household:
            person = people.by_uid.get(pairing.household.uid)
            if person:
                groups[person].append(Row(pairing.branch, PAIRINGS.slug, pairing.uid, pairing.title))
                homes[person] = pairing.household.name
    found = []
    for person, rows in sorted(groups.items()):
        branches = len({row.branch for row in rows})
        if branches > 1:
            said = f"{homes[person]}家有 {branches} 个支部在结对。请定一个，另一个改成“终止”。"
            found.append(Finding(PAIRED_TWICE, said, tuple(rows), person[:12], homes[person]))
    return found


def _two_places(people: People) -> Iterator[Finding]:
    """Yield who is kept by two branches: moved, and the old one does not say so yet (关系转接)."""
    for person, kept in sorted(people.here.items()):
        for name in sorted({row.said for row in kept}):
            rows = tuple(row for row in kept if row.said == name)
            branches = len({row.branch for row in rows})
            if branches > 1:
                said = f"{name}同时在 {branches} 个支部的名册上。请问清人在哪边，另一边改成“迁出”。"
                yield Finding(TWO_PLACES, said, rows, person[:12], name)


def in_two_places(office: Office, branches: Collection[str]) -> dict[str, int]:
    """Return branch -> how many of its people another branch keeps too; it reads no others than theirs."""
    if PEOPLE.slug not in office.desk.book.tables or not branches:
        return {}
    one, other = (f"{name}.status IN {LIVE} AND coalesce({name}.standing, '') IN ('', ?)" for name in "pq")
    merged = sorted(gone(office.desk.book, office.desk.at[:10]))
    same = f"q.id_no = p.id_no AND q.branch != p.branch AND q.name = p.name AND {other}"
    if merged:
        same += f" AND q.branch NOT IN ({', '.join('?' * len(merged))})"
    sql = (
        f"SELECT p.branch, count(*) FROM {PEOPLE.slug} p WHERE p.branch IN ({', '.join('?' * len(branches))})"
        f" AND p.id_no != '' AND {one} AND EXISTS (SELECT 1 FROM {PEOPLE.slug} q WHERE {same}) GROUP BY p.branch"
    )
    return dict(office.desk.book.connection.execute(sql, (*branches, HERE, HERE, *merged)).fetchall())


def _visits(book: Book, month: str) -> Iterator[Finding]:
    called = names(book)
    words: dict[str, list[Row]] = defaultdict(list)
    days: dict[str, Counter[Any]] = defaultdict(Counter)
    rows: dict[str, list[Row]] = defaultdict(list)
    for visit in book.query(VISITS, month=month, status=LIVE).records():
        row = Row(visit.branch, VISITS.slug, visit.uid, f"{visit.visited_on} {visit.household.name}")
        text = "".join((visit.situation or "").split())
        if len(text) >= _LEAST_TEXT:
            words[text].append(row)
        days[visit.branch][visit.visited_on] += 1
        rows[visit.branch].append(row)
    for text, some in sorted(words.items(), key=lambda pair: -len(pair[1])):
        if len(some) >= _LEAST_COPIES:
            branches = {row.branch for row in some}
            whose = called.get(some[0].branch, some[0].branch) if len(branches) == 1 else f"{len(branches)} 个支部"
            said = f"{whose}有 {len(some)} 次走访一字不差：“{text[:_QUOTED]}……”。请支部如实写每一家。"
            yield Finding(COPIED, said, tuple(some), about=f"{whose}，{len(some)} 次")
    for branch, counted in sorted(days.items()):
        day, most = counted.most_common(1)[0]
        total = counted.total()
        if total >= _LEAST_VISITS and most >= total * _SHARE:
            name = called.get(branch, branch)
            said = f"{name}这个月 {total} 次走访，有 {most} 次记在 {day} 一天。请问一问是不是后来补记的。"
            yield Finding(ONE_DAY, said, tuple(rows[branch]), about=name)


def _same_number(book: Book, month: str) -> Iterator[Finding]:
    """Yield records of one branch that bear the same number: two computers each gave it."""
    for ledger in book.ledgers.values():
        if not ledger.code:
            continue
        sql = (
            f"SELECT branch, serial_no, string_agg(uid, ' ') FROM {ledger.slug} WHERE serial_no LIKE ?"
            " GROUP BY branch, serial_no HAVING count(*) > 1 ORDER BY 1, 2"
        )
        for branch, number, uids in book.connection.execute(sql, (f"%-{month[:4]}-%",)):
            some = tuple(Row(branch, ledger.slug, uid, number) for uid in uids.split())
            said = f"{number} 有 {len(some)} 条，是两台电脑各编的。请支部改其中一条的编号。"
            yield Finding(SAME_NUMBER, said, some, about=number)
