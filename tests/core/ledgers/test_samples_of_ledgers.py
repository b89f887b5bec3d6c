"""Every register and ledger: its samples are judged without an exception, its JSON comes back, its faces name facts."""

from __future__ import annotations

import random
from typing import Any

import pytest

from danyang_desktop.declare.faces import Sheet
from danyang_desktop.declare.record import body_of, fresh, from_body
from danyang_desktop.ledgers import LEDGERS
from danyang_desktop.registers import REGISTERS
from tests.helpers.fake_look import FakeLook

EVERY = pytest.mark.parametrize("ledger", [*REGISTERS, *LEDGERS], ids=lambda one: one.slug)


def thrown(ledger: Any, seed: int) -> Any:
    """Return a record with every field from its own sample."""
    dice = random.Random(seed)
    record = fresh(ledger.model, FakeLook())
    for name, kind in ledger.kinds.items():
        setattr(record, name, kind.sample(dice))
    return record


@EVERY
def test_samples_get_a_verdict(ledger: Any) -> None:
    for seed in range(40):
        verdict = FakeLook().judge(thrown(ledger, seed))
        for said in (*verdict.errors.values(), *verdict.warnings.values()):
            assert said.endswith(("。", "？")), said


@EVERY
def test_empty_record_gets_a_verdict(ledger: Any) -> None:
    assert FakeLook().judge(ledger.model()).errors, "something is required of every record"


@EVERY
def test_half_filled_records_get_a_verdict(ledger: Any) -> None:
    for seed in range(60):
        dice = random.Random(seed)
        record = thrown(ledger, seed)
        for name in dice.sample(list(ledger.kinds), k=dice.randint(1, len(ledger.kinds))):
            setattr(record, name, ledger.kinds[name].empty)
        FakeLook().judge(record)


@EVERY
def test_bodies_come_back(ledger: Any) -> None:
    record = thrown(ledger, 3)
    record.branch = record.recorder = record.created_at = "x"
    record.status = "final"
    assert body_of(from_body(ledger.model, "u", body_of(record))) == body_of(record)


@EVERY
def test_headings_are_told_apart(ledger: Any) -> None:
    words = [word for kind in ledger.kinds.values() for word in {kind.label, *kind.aliases}]
    assert len(words) == len(set(words)), sorted(word for word in words if words.count(word) > 1)


@EVERY
def test_required_fields_are_in_the_form(ledger: Any) -> None:
    formed = {name for names in ledger.form.values() for name in names}
    assert {name for name, kind in ledger.kinds.items() if kind.required} <= formed


@pytest.mark.parametrize("ledger", list(LEDGERS), ids=lambda one: one.slug)
def test_ledgers_print_a_list_within_the_margins(ledger: Any) -> None:
    sheets = [face for face in ledger.prints if isinstance(face, Sheet)]
    assert any(not face.rows_of for face in sheets)
    for face in sheets:
        assert sum(column.width for column in face.columns) <= (262.0 if face.landscape else 175.0), face.title


@pytest.mark.parametrize("ledger", list(LEDGERS), ids=lambda one: one.slug)
def test_actions_lead_somewhere(ledger: Any) -> None:
    if not ledger.state:
        assert not ledger.actions
        return
    options = ledger.kinds[ledger.state].options
    reached = {action.then for action in ledger.actions.values()} | {options[0]}
    assert set(ledger.settled) <= reached
