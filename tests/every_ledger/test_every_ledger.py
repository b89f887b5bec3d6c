"""What must hold of every register and ledger, the moment it is declared."""

from __future__ import annotations

import datetime as dt
import json
import random
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from danyang_desktop.base.canonical import canonical
from danyang_desktop.county.merge import merge
from danyang_desktop.county.reading import Reader
from danyang_desktop.declare.kinds import People, Ref, Rows
from danyang_desktop.declare.record import COMMON, body_of, from_body, kinds_of, state_of
from danyang_desktop.exchange.bundle_out import line_of
from danyang_desktop.opening import ALL
from danyang_desktop.store import versions
from tests.helpers.books import rolled_back
from tests.helpers.samples import furnish, plausible, sampled, targets
from tests.helpers.toy import TOYS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from danyang_desktop.declare.ledger import Ledger
    from danyang_desktop.workspace import Workspace
    from tests.helpers.books import Pattern

EVERY = (*ALL, *TOYS)
every_ledger = pytest.mark.parametrize("ledger", EVERY, ids=lambda ledger: ledger.slug)


@pytest.fixture(scope="module")
def village(fifth_pattern: Pattern) -> Iterator[Workspace]:
    """Open one book for all; each test is rolled back at its end."""
    with tempfile.TemporaryDirectory() as folder, fifth_pattern.open(fifth_pattern.copy(Path(folder))) as workspace:
        yield workspace


@pytest.fixture
def here(village: Workspace) -> Iterator[Workspace]:
    with rolled_back(village):
        yield village


def saved(workspace: Workspace, ledger: Ledger[Any], count: int = 3) -> list[Any]:
    """Save a few plausible records of a ledger; at least one is found, or the ledger cannot be tested."""
    made = []
    for seed in range(count * 3):
        dice = random.Random(seed)
        furnish(workspace, ledger, dice)
        record = plausible(workspace, ledger, dice)
        if record is not None:
            workspace.save(record)
            made.append(record)
        if len(made) == count:
            break
    assert made, f"no plausible record of {ledger.slug} was found by its own samples"
    return made


@every_ledger
def test_any_sample_is_judged_without_an_exception(here: Workspace, ledger: Ledger[Any]) -> None:
    for seed in range(12):
        verdict = here.judge(here.new(ledger, **sampled(ledger, random.Random(seed))))
        for field, sentence in {**verdict.errors, **verdict.warnings}.items():
            assert field == "" or field in ledger.kinds
            assert sentence.endswith(("。", "？", "！")), sentence
            assert "None" not in sentence


@every_ledger
def test_an_empty_record_is_judged_too(here: Workspace, ledger: Ledger[Any]) -> None:
    empty = ledger.model()
    missing = here.judge(empty).errors
    required = {name for name, kind in ledger.kinds.items() if kind.required and kind.shown_when is None}
    assert required <= set(missing)


@every_ledger
def test_a_plausible_record_is_saved_found_and_told(here: Workspace, ledger: Ledger[Any]) -> None:
    for record in saved(here, ledger):
        again = here.get(ledger, record.uid)
        assert body_of(again) == body_of(record)
        log = versions.of_record(here.book.connection, record.uid)
        assert [version.digest for version in log] == [again.head]
        assert versions.is_whole(log[0])
        assert log[0].content() == body_of(again)
        assert (again.status, again.branch) == ("final", here.branch.code)
        assert bool(again.serial_no) is bool(ledger.code)
        past = here.history(record.uid)
        assert [one.action for one in past] == ["新增"]
        told = {label for label, _, _ in past[0].changes}
        filled = {kind.label for name, kind in ledger.kinds.items() if not kind.is_empty(getattr(again, name))}
        assert told == filled


@every_ledger
def test_a_saved_record_is_found_by_its_words(here: Workspace, ledger: Ledger[Any]) -> None:
    for record in saved(here, ledger, 2):
        words = [record.serial_no] if record.serial_no else []
        for name in ledger.search:
            kind = ledger.kinds[name]
            if kind.name_of_kind in ("text", "long_text", "ref", "choice"):
                words.append(kind.show(getattr(record, name))[:20].split("\n")[0])
        for word in filter(str.strip, words):
            found = {one.uid for one in here.query(ledger, search=word).records()}
            assert record.uid in found, f"{ledger.slug} {word}"
        assert here.query(ledger, search="查无此人乜").count() == 0


@every_ledger
def test_a_record_can_be_saved_again_and_taken_back(here: Workspace, ledger: Ledger[Any]) -> None:
    record = here.get(ledger, saved(here, ledger, 1)[0].uid)
    if ledger.state and getattr(record, ledger.state) in ledger.settled:
        return
    before = body_of(record)
    change = here.save(record)
    assert body_of(here.get(ledger, record.uid)) == before, "values worked out once are not worked out otherwise again"
    assert here.history(record.uid)[0].changes == []
    here.undo(change)
    here.void(here.get(ledger, record.uid), "写重了") if ledger.code else here.bin(here.get(ledger, record.uid))
    back = here.bring_back(here.get(ledger, record.uid))
    assert body_of(back.record) == before
    assert len(here.history(record.uid)) == 5


@every_ledger
def test_pages_months_and_sums_work(here: Workspace, ledger: Ledger[Any]) -> None:
    made = saved(here, ledger)
    assert {one.uid for one in made} <= {one.uid for one in here.query(ledger).records()}
    assert here.query(ledger).count() == len(list(here.query(ledger).records()))
    assert set(here.query(ledger).totals()) == set(ledger.totals)
    assert sum(here.query(ledger).counts("status").values()) == here.query(ledger).count()
    if ledger.date_of:
        months = {ledger.kinds[ledger.date_of].show(getattr(one, ledger.date_of))[:7] for one in made}
        assert sum(here.query(ledger, month=month).count() for month in months) == here.query(ledger).count()


@every_ledger
def test_a_version_says_everything(ledger: Ledger[Any]) -> None:
    for seed in range(20):
        record = ledger.model(**sampled(ledger, random.Random(seed)), uid="a" * 32, status="final", branch="b")
        body = json.loads(canonical(body_of(record)))
        again = from_body(ledger.model, record.uid, body)
        assert body_of(again) == body_of(record) == body
        for name in ledger.kinds:
            assert getattr(again, name) == getattr(record, name), name


@every_ledger
def test_an_unknown_field_of_a_later_program_does_no_harm(ledger: Ledger[Any]) -> None:
    body = {"a_field_of_2031": [1, {"x": None}], "_": {"status": "final", "mood": "?"}}
    record = from_body(ledger.model, "a" * 32, body)
    assert record.status == "final"
    assert all(kind.is_empty(getattr(record, name)) for name, kind in ledger.kinds.items())


@every_ledger
def test_every_field_goes_through_a_workbook_cell(ledger: Ledger[Any]) -> None:
    for name, kind in ledger.kinds.items():
        assert kind.from_cell(kind.to_cell(kind.empty), dt.date(2026, 11, 23)) == kind.empty, name
        for seed in range(20):
            value = kind.sample(random.Random(seed))
            cell = kind.to_cell(value)
            if isinstance(kind, Rows):  # rows of several columns are told in a cell, but not read from one
                assert isinstance(cell, str)
                continue
            again = kind.from_cell(cell, dt.date(2026, 11, 23))
            assert kind.show(again) == kind.show(value), name
            assert isinstance(kind, (Ref, People)) or again == value, name


@every_ledger
def test_the_same_dice_give_the_same_sample(ledger: Ledger[Any]) -> None:
    assert sampled(ledger, random.Random(3)) == sampled(ledger, random.Random(3))


@every_ledger
def test_what_orders_a_ledger_is_always_there(here: Workspace, ledger: Ledger[Any]) -> None:
    """A page ends at a date or a name: a record without one would be on no page."""
    if ledger.date_of:
        assert ledger.kinds[ledger.date_of].required
        assert ledger.kinds[ledger.date_of].shown_when is None
    order = ledger.date_of or ledger.name_of
    for record in saved(here, ledger):
        assert not ledger.kinds[order].is_empty(getattr(record, order))


@every_ledger
def test_names_of_fields_say_what_they_are(ledger: Ledger[Any]) -> None:
    """Dates end in _on; no field hides one of the common ones, nor a word of SQL."""
    for name, kind in ledger.kinds.items():
        assert name not in COMMON
        assert name.isidentifier()
        assert name.islower()
        if kind.name_of_kind == "date":
            assert name.endswith(("_on", "_from", "_to", "_until")) or name in ("day", "begins", "ends"), name
    assert list(kinds_of(ledger.model)) == list(ledger.kinds)


@every_ledger
def test_personal_facts_are_marked(ledger: Ledger[Any]) -> None:
    """PIPL article 28: a citizen number and a bank account are sensitive wherever they stand."""
    kinds = list(ledger.kinds.values())
    kinds += [inner for kind in kinds if isinstance(kind, Rows) for inner in kind.row.kinds.values()]
    for kind in kinds:
        if getattr(kind, "form", "") in ("id_no", "account"):
            assert kind.privacy >= 3, f"{ledger.slug} {kind.name}"


def test_every_ledger_has_a_number_and_a_slug_of_its_own() -> None:
    codes = [ledger.code for ledger in EVERY if ledger.code]
    assert len(set(codes)) == len(codes)
    assert len({ledger.slug for ledger in EVERY}) == len(EVERY)
    assert len({ledger.model for ledger in EVERY}) == len(EVERY)


def test_registers_stand_before_the_ledgers_that_point_to_them() -> None:
    for place, ledger in enumerate(EVERY):
        for target in targets(ledger):
            assert target in EVERY[: place + 1], f"{ledger.slug} points to {target.slug}"


def test_the_whole_village_is_whole(fifth: Workspace) -> None:
    for ledger in EVERY:
        saved(fifth, ledger, 2)
    assert fifth.check() == []


@every_ledger
def test_what_is_written_in_bulk_is_what_is_written_one_by_one(here: Workspace, ledger: Ledger[Any]) -> None:
    """A field that is empty, nought, odd to spell or plain: row, body and links are the same, whichever way."""
    table = here.book.tables[ledger.slug]
    odd = here.new(ledger)
    for name, kind in ledger.kinds.items():
        if kind.name_of_kind in ("text", "long_text", "choice"):
            setattr(odd, name, '他说“好”，又说"no\\yes"\n\t然后\x01走了\u3000')
        elif kind.name_of_kind in ("number", "money", "time"):
            setattr(odd, name, 0)
        elif kind.name_of_kind == "yes_no":
            setattr(odd, name, False)
    bare = here.new(ledger)
    for name in ledger.kinds:
        setattr(bare, name, None)
    odd.head = bare.head = None
    for record in (*saved(here, ledger), odd, bare):
        data = record.__data__
        data.update({name: data.get(name) or "没" for name in ("branch", "created_at", "recorder", "status")})
        state = state_of(data)
        held, body, links = table.writing.told(data, tuple(state.values()))
        row = dict(zip(table.columns, table.row(record), strict=True))
        assert dict(zip(table.writing.columns, held, strict=True)) == {name: row[name] for name in ledger.kinds}
        assert body.encode() == canonical(body_of(record))
        assert links == table.links(record)
        assert list(state) == sorted(state)


@every_ledger
def test_what_a_newer_program_wrote_travels_on_with_the_next_change(here: Workspace, ledger: Ledger[Any]) -> None:
    """Unknown fields are kept and travel on (sync.md): whoever does not know them cannot drop them by the way."""
    record = saved(here, ledger, 1)[0]
    book, (first,) = here.book, versions.of_record(here.book.connection, record.uid)
    body = first.content()
    newer = versions.make(
        uid=first.uid, slug=first.slug, branch=first.branch, hlc=book.hlc.tick(), device="a" * 16, epoch=1,
        parents=(first.digest,), action="edit", author="新程序", at=first.at,
        body=body | {"wechat": {"id": "wx-123"}, "_": body["_"] | {"sealed_by": "村委会"}},
    )  # fmt: skip
    lines = Reader(book.tables, book.engine.spelling).read([line_of(newer)], {first.branch})
    merge(book, lines, "2026-11-23T09:12:00")
    kept = here.get(ledger, record.uid)
    assert kept.head == newer.digest
    book.append(kept, action="edit", author="周建民", branch=first.branch, now=here.clock.now())
    change = (
        here.void(here.get(ledger, record.uid), "记重了") if ledger.code else here.bin(here.get(ledger, record.uid))
    )
    here.undo(change)
    log = versions.of_record(book.connection, record.uid)[2:]
    assert len(log) == 3
    for version in log:
        assert version.content()["wechat"] == {"id": "wx-123"}
        assert version.content()["_"]["sealed_by"] == "村委会"
        assert versions.is_whole(version)
    assert {name for name in log[-1].content() if name != "wechat"} == set(body)
