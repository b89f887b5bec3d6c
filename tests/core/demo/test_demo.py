"""The main job in one command: everything is made, handed in, received, answered; the same seed makes the same."""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from danyang_desktop.base import national_id
from danyang_desktop.base.clock import SetClock
from danyang_desktop.base.errors import UserError
from danyang_desktop.base.towns import SHIPPED
from danyang_desktop.commands import run
from danyang_desktop.county.doubles import COPIED, ONE_DAY, PAID_AFTER, PAID_TWICE, PAIRED_TWICE, TWO_PLACES
from danyang_desktop.declare.record import body_of
from danyang_desktop.demo.branch import Plan
from danyang_desktop.demo.invent import Inventor
from danyang_desktop.demo.place import COUNTY, places
from danyang_desktop.demo.run import run_demo
from danyang_desktop.workspace import Workspace
from tests.helpers.books import NOW, cheap_keys

if TYPE_CHECKING:
    from pathlib import Path

    from danyang_desktop.demo.run import Made

SECRET = "样例-2026"


def _plan(folder: Path) -> Plan:
    return Plan(folder, months=2, seed=11, branches=1, password=SECRET)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Plan, Made]:
    plan = _plan(tmp_path_factory.mktemp("demo") / "out")
    with cheap_keys():
        return plan, run_demo(plan)


def _open(plan: Plan, village: str = "柳塘村") -> Workspace:
    how = {"clock": SetClock(NOW.replace(day=24)), "device_folder": plan.device / village, "password": SECRET}
    return Workspace.open(plan.folder / "branches" / village, **how)


def _bodies(plan: Plan) -> list[str]:
    with _open(plan) as workspace:
        return [
            json.dumps([record.uid, body_of(record)], ensure_ascii=False, sort_keys=True)
            for ledger in workspace.ledgers.values()
            for record in workspace.query(ledger).oldest_first()
        ]


def test_everything_is_there_and_adds_up(made: tuple[Plan, Made]) -> None:
    plan, told = made
    assert told.counts["visits"] > 10
    assert told.counts["talks"] > 5
    assert told.counts["volunteering"] >= 2
    assert told.counts["subsidies"] == 2
    assert (told.bundles, told.receipts, told.handed_in, told.conflicts, told.doubts) == (1, 1, 1, 0, {})
    assert told.pages == sum(_pages(path) for path in (plan.folder / "paper").rglob("*.pdf"))
    with _open(plan) as workspace:
        assert workspace.check() == []
        own = "SELECT count(*) FROM versions WHERE branch = ?"  # the towns are in every book
        counted = workspace.book.connection.execute(own, (workspace.branch.code,)).fetchone()[0]
        assert told.merged == counted


def _pages(path: Path) -> int:
    import pypdfium2

    with pypdfium2.PdfDocument(path) as document:
        return len(document)


def test_the_same_seed_makes_the_same_life(made: tuple[Plan, Made], tmp_path: Path) -> None:
    plan, told = made
    again = replace(plan, folder=tmp_path / "again")
    with cheap_keys():
        twin = run_demo(again)
    assert twin.counts == told.counts
    assert _bodies(again) == _bodies(plan)
    other = replace(plan, folder=tmp_path / "other", seed=12)
    with cheap_keys():
        run_demo(other)
    assert _bodies(other) != _bodies(plan)


def test_nobody_in_it_is_real(made: tuple[Plan, Made]) -> None:
    numbers = set(re.findall(r"\b\d{17}[\dX]\b", "\n".join(_bodies(made[0]))))
    assert len(numbers) > 50
    assert all(number.startswith("321199") for number in numbers)


def test_nobody_is_two_people_of_a_county() -> None:
    """Each branch is made up by itself, yet no number comes twice: what is paid twice would be the inventor's slip."""
    numbers: list[str] = []
    for which in range(COUNTY):
        dice = random.Random(f"7-{which}")
        inventor = Inventor(dice, share=(which, COUNTY))
        numbers += [inventor.id_no(dice.choice("男女"), inventor.birth(1936, 1950)) for _ in range(90)]
    assert len(set(numbers)) == len(numbers) == COUNTY * 90
    assert not any(map(national_id.why, numbers))


def test_what_is_wrong_in_it_is_wrong_on_purpose(tmp_path: Path) -> None:
    """One doubt of each kind that honest branches can cause, and no number twice but of the two whom two know."""
    plan = Plan(tmp_path / "out", months=1, seed=7, branches=3, password=SECRET)
    with cheap_keys():
        told = run_demo(plan)
    assert told.doubts == {
        PAID_TWICE: 1, PAID_AFTER: 2, PAIRED_TWICE: 1, TWO_PLACES: 1, COPIED: 1, ONE_DAY: 1,
    }  # fmt: skip
    assert (told.conflicts, told.handed_in) == (0, 3)
    how = {"clock": SetClock(NOW.replace(day=24)), "device_folder": plan.device / "office", "password": SECRET}
    with Workspace.open(plan.folder / "office", **how) as book:
        of_people, of_homes = (
            Counter(record.id_no for record in book.query(book.ledgers[slug]).records() if record.id_no)
            for slug in ("people", "households")
        )
        assert book.check() == []
    twice = [number for number, count in of_people.items() if count > 1]
    assert len(twice) == len([number for number, count in of_homes.items() if count > 1]) == 1
    assert max(of_people.values()) == max(of_homes.values()) == 2


def test_it_overwrites_nothing(made: tuple[Plan, Made]) -> None:
    with pytest.raises(UserError, match="已经有东西了"):
        run_demo(made[0])


@pytest.mark.parametrize("count", [9, 500, COUNTY])
def test_a_county_has_its_real_towns_and_no_two_villages_or_codes_alike(count: int) -> None:
    found = places(count)
    assert len({place.village for place in found}) == len({place.code for place in found}) == count
    assert {place.town for place in found} <= {name for _, name in SHIPPED}
    assert all(re.fullmatch(r"321199\d{8}", place.code) for place in found)
    assert max(Counter(place.town for place in found).values()) <= -(-count // len(SHIPPED))


def test_many_branches_side_by_side_live_as_one_by_one(made: tuple[Plan, Made], tmp_path: Path) -> None:
    plan, told = made
    quick = replace(plan, folder=tmp_path / "quick", quick=True)
    twin = run_demo(quick)
    assert (twin.counts, twin.merged, twin.pages) == (told.counts, told.merged, told.pages)
    assert _bodies(quick) == _bodies(plan)


def test_the_command_prints_a_table_and_json(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DANYANG_PASSWORD", raising=False)
    with cheap_keys():
        assert run(["demo", str(tmp_path / "a"), "--months", "1", "--branches", "1"]) == 0
        table = capsys.readouterr().out
        assert run(["demo", str(tmp_path / "b"), "--months", "1", "--branches", "1", "--json"]) == 0
        data = json.loads(capsys.readouterr().out)
    assert "danyang-2026" in table
    assert f"{data['counts']['visits']} 条" in table
    assert data["bundles"] == data["receipts"] == data["handed_in"] == 1
    assert run(["demo", str(tmp_path / "c"), "--months", "0"]) == 1
