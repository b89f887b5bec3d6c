"""The checks before payment, as data: what is wrong with which line, and whether it stops the money (domain.md L5)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from danyang_desktop.base import national_id
from danyang_desktop.base.chinese.money import show_fen
from danyang_desktop.base.chinese.text import account_looks_truncated, complain_account
from danyang_desktop.declare.ledger import LEDGER_OF
from danyang_desktop.declare.look import Link
from danyang_desktop.ledgers.payouts.build import hardship_of_heads, months_alive
from danyang_desktop.ledgers.payouts.lines import (
    MONEY_OUT,
    NORMAL,
    PAID,
    RETURNED,
    REVERSAL,
    UNCLAIMED,
    PaymentLine,
    last_day,
    months_of,
)
from danyang_desktop.registers.households import HOUSEHOLDS
from danyang_desktop.registers.people import DEAD, Person
from danyang_desktop.registers.programs import BY_BANK, Program, entitled, rate_named

if TYPE_CHECKING:
    from collections.abc import Iterator

    from danyang_desktop.declare.look import Look
    from danyang_desktop.ledgers.subsidies import Batch

CHECKS = {
    "duplicate_id": "身份证号重复",
    "deceased": "人员已去世",
    "moved": "人员已迁出",
    "over_rate": "超过标准",
    "paid_already": "已在别的批次领过",
    "account": "账号缺失或不对",
    "id_no": "身份证号不对",
    "category": "类别不符",
    "correction": "和原批次不符",
}
"""Code -> what the checking desk calls it. The first six are the checks that every payment list passes."""


@dataclass(frozen=True)
class Finding:
    """What is wrong with one line. `hard` ones stop the payment, the others want a look."""

    row_uid: str
    code: str
    sentence: str
    hard: bool = True


def checks(batch: Batch, look: Look) -> list[Finding]:
    """Return all findings of a batch, in order of its lines; empty = it may be paid."""
    if batch.nature == REVERSAL:
        return _of_corrections(batch, look)
    found = [*_duplicates(batch), *_paid_already(batch, look)]
    if batch.nature != NORMAL:
        found += _of_corrections(batch, look)
    program = look.get(batch.program)
    for line in batch.lines:
        person = look.get(line.person)
        if not isinstance(person, Person):
            continue  # the validator says so of the field
        found += _of_person(batch, line, person)
        if batch.nature == NORMAL and isinstance(program, Program):
            found += _of_rate(batch, line, person, program, look)
    place = {line.row_uid: number for number, line in enumerate(batch.lines)}
    return sorted(found, key=lambda one: place[one.row_uid])


def _duplicates(batch: Batch) -> Iterator[Finding]:
    same: dict[str, list[PaymentLine]] = defaultdict(list)
    for line in batch.lines:
        same[national_id.normalise(line.id_no) or line.person.uid].append(line)
    for lines in same.values():
        who = "和".join(f"第 {line.seq} 行{line.person.name}" for line in lines)
        for line in lines if len(lines) > 1 else ():
            yield Finding(line.row_uid, "duplicate_id", f"{who}的身份证号一样。请核对是谁填错了，或去掉一行。")


def _of_person(batch: Batch, line: PaymentLine, person: Person) -> Iterator[Finding]:
    months = months_of(batch.period_from, batch.period_to)
    may = months_alive(person, months)
    if len(may) < min(line.months, len(months)) or not may:
        code = "deceased" if person.standing == DEAD else "moved"
        said = f"{person.name}在名册里登记 {person.standing_on} {person.standing}，这一期最多发 {len(may)} 个月。"
        yield Finding(line.row_uid, code, said + "请改月数，或移出名单。")
    wrong = national_id.complain(line.id_no) if line.id_no else "身份证号没有填。"
    if wrong and not (not line.id_no and line.exception_reason):
        yield Finding(line.row_uid, "id_no", f"{person.name}：{wrong}")
    elif line.id_no != person.id_no:
        yield Finding(line.row_uid, "id_no", f"{person.name}的身份证号和人员名册不一样。请核对哪一个对。")
    if batch.pay_mode == BY_BANK:
        yield from _of_account(line)


def _of_account(line: PaymentLine) -> Iterator[Finding]:
    """Money for a person goes to the person's own card (财办〔2020〕37号), unless a proxy is recorded."""
    name = line.person.name
    wrong = complain_account(line.account_no)
    if wrong:
        yield Finding(line.row_uid, "account", f"{name}：{wrong}")
    elif not line.bank_name:
        yield Finding(line.row_uid, "account", f"{name}没写开户行。请照存折或银行卡填。")
    elif line.account_holder not in ("", name) and not line.proxy_name:
        yield Finding(
            line.row_uid, "account", f"户名是{line.account_holder}，不是{name}本人。请换本人账号，或填代领人。"
        )
    elif account_looks_truncated(line.account_no):
        said = f"{name}的账号后几位都是 0，像是被表格软件改过。请照银行卡看一遍。"
        yield Finding(line.row_uid, "account", said, hard=False)


def _of_rate(batch: Batch, line: PaymentLine, person: Person, program: Program, look: Look) -> Iterator[Finding]:
    """Compare with the standard of each month: over it, or not entitled, needs a written reason."""
    days = [last_day(month) for month in months_of(batch.period_from, batch.period_to)]
    rates = [rate for day in days if (rate := rate_named(program, line.category, day))]
    excused = bool(line.exception_reason)
    if not rates:
        said = f"“{program.name}”在这一期没有“{line.category}”这一档。请改类别，或先登记标准。"
        yield Finding(line.row_uid, "category", said)
        return
    kinds = {*person.category, *hardship_of_heads(look.linked(HOUSEHOLDS, person.uid)).get(person.uid, ())}
    if not excused and not entitled(rates[-1], person, kinds, days[-1]):
        said = f"{person.name}不符合“{line.category}”这一档的条件。请改类别；确有原因，写进例外原因。"
        yield Finding(line.row_uid, "category", said)
    most = sum(sorted((rate.rate_fen for rate in rates), reverse=True)[: line.months])
    if line.amount_fen is not None and line.amount_fen > most:
        said = f"{person.name}实发 {show_fen(line.amount_fen)} 元，标准 {show_fen(most)} 元。确有原因请写明。"
        yield Finding(line.row_uid, "over_rate", said, hard=not (excused or line.adjust_reason))


def _paid_already(batch: Batch, look: Look) -> Iterator[Finding]:
    """Find the same person in another batch of the kind and period; what came back or was reversed does not count."""
    others = [one for one in look.where(LEDGER_OF[type(batch)], kind=batch.kind) if one.uid != batch.uid]
    reversals = (one for one in others if one.nature == REVERSAL and one.state in MONEY_OUT)
    undone = {line.for_line for one in reversals for line in one.lines}
    undone |= {line.for_line for line in batch.lines} - {""}
    taken: dict[str, Batch] = {}
    for one in others:
        if one.nature != REVERSAL and one.period_from <= batch.period_to and batch.period_from <= one.period_to:
            for line in one.lines:
                if line.result in ("", PAID) and line.row_uid not in undone:
                    taken.update(dict.fromkeys(filter(None, (line.id_no, line.person.uid)), one))
    for line in batch.lines:
        found = taken.get(line.id_no) or taken.get(line.person.uid)
        if found:
            said = f"{line.person.name}这一期已经在“{found.title}”（{found.serial_no}）里了。请移出名单。"
            yield Finding(line.row_uid, "paid_already", said)


def _of_corrections(batch: Batch, look: Look) -> list[Finding]:
    """Hold the lines of a 冲正 or 补发 against the lines they name: same person, same money, and only once."""
    ledger = LEDGER_OF[type(batch)]
    wanted = -1 if batch.nature == REVERSAL else 1
    was = (PAID,) if batch.nature == REVERSAL else (RETURNED, UNCLAIMED)
    original = look.get(Link(batch.corrects, batch.corrects_no))
    lines: dict[str, PaymentLine] = {}
    if isinstance(original, type(batch)) and original.state in MONEY_OUT:
        lines = {line.row_uid: line for line in original.lines}
    siblings = [one for one in look.where(ledger, corrects=batch.corrects) if one.uid != batch.uid]
    done = {line.for_line for one in siblings if one.nature == batch.nature for line in one.lines}
    found = []
    for line in batch.lines:
        old = lines.get(line.for_line)
        if old is None or old.person.uid != line.person.uid or old.result not in was:
            said = f"{line.person.name}在原批次里没有可以{batch.nature}的那一行。请移出这一行。"
        elif line.amount_fen != wanted * (old.amount_fen or 0):
            said = f"{line.person.name}的金额和原来发的 {show_fen(old.amount_fen or 0)} 元对不上。请照原金额填。"
        elif line.for_line in done:
            said = f"{line.person.name}这一行已经{batch.nature}过了。请移出这一行。"
        else:
            continue
        found.append(Finding(line.row_uid, "correction", said))
    return found
