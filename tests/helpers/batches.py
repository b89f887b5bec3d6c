"""Payment batches of the village in memory, from list to payment."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from danyang_desktop.ledgers.payouts.build import build_lines
from danyang_desktop.ledgers.payouts.checks import checks
from danyang_desktop.ledgers.payouts.lines import (
    NORMAL,
    RETURNED,
    PaymentLine,
    ReturnedPayment,
)
from danyang_desktop.ledgers.subsidies import SUBSIDIES
from danyang_desktop.registers.households import HOUSEHOLDS
from danyang_desktop.registers.people import PEOPLE
from tests.helpers.fake_look import link

if TYPE_CHECKING:
    from tests.helpers.village import Village


NOVEMBER = ("2026-11", "2026-11")


def lines_of(village: Village, program: Any, period: tuple[str, str] = NOVEMBER) -> list[PaymentLine]:
    people, homes = (village.look.where(one) for one in (PEOPLE, HOUSEHOLDS))
    return build_lines(program, people, homes, period, village.look)


def batch_of(village: Village, program: Any, **values: Any) -> Any:
    """Return a judged batch of November, not put in."""
    record = village.look.draft(SUBSIDIES, **{"program": link(program), "lines": lines_of(village, program), **values})
    assert not village.look.judge(record).errors
    return record


def found(village: Village, batch: Any) -> list[tuple[str, bool]]:
    return [(one.code, one.hard) for one in checks(batch, village.look)]


def pay(village: Village, batch: Any) -> Any:
    """Take a batch all the way to 已发 on 10 December."""
    look = village.look
    look.keep(batch)
    if batch.nature == NORMAL:
        look.act(batch, "publicise", public_from=dt.date(2026, 11, 23))
    look.today = dt.date(2026, 12, 10)
    look.act(batch, "review", approved_by="朱小妹")
    look.act(batch, "submit")
    look.act(batch, "pay")
    return batch


def back(line: PaymentLine, kind: str = RETURNED, on: dt.date = dt.date(2026, 12, 10)) -> ReturnedPayment:
    return ReturnedPayment(line=line.row_uid, kind=kind, reason="账号已注销", returned_on=on)
