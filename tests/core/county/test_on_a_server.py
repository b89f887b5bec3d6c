"""An office's book on PostgreSQL: the same book as in files, for several clerks at once."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from danyang_desktop.base.clock import SetClock
from danyang_desktop.base.errors import Trouble, UserError
from danyang_desktop.commands import run
from danyang_desktop.county.office import Office
from danyang_desktop.county.receive import receive
from danyang_desktop.declare import eye
from danyang_desktop.declare.query import LIVE
from danyang_desktop.declare.shared import SharedBook
from danyang_desktop.ledgers.visits import VISITS
from danyang_desktop.opening import Branch
from danyang_desktop.registers.people import PEOPLE
from danyang_desktop.registers.towns import TOWNS
from danyang_desktop.seats import RECORDER
from danyang_desktop.store import backup
from danyang_desktop.store.backup import OFFICE_KEYS
from danyang_desktop.store.postgres.ddl import WHOLE
from danyang_desktop.workspace import Workspace
from tests.benchmarks.stick import County, make_county
from tests.faults.steps import write_steps
from tests.helpers.books import NOW, PASSWORD, cheap_keys
from tests.helpers.rows import faces, neighbour, office_digest, saved_errand
from tests.helpers.sources import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.core.county.conftest import Pair
    from tests.helpers.books import Pattern
    from tests.helpers.server import Server

ON_SERVER = pytest.mark.parametrize("database", ["postgres"], indirect=True)
NO_BRANCH = {
    "about", "alarms", "answers", "bundles", "closings", "devices", "drafts", "photos", "print_log", "receipts",
    "scans", "schema_migration", "schema_said", "set_aside", "settings",
}  # fmt: skip
"""Small tables, the same on every server of a country."""


def office(folder: Path, url: str, **how: Any) -> Workspace:
    """Make an office's book on a server."""
    with cheap_keys():
        made, _ = Workspace.create(
            folder / "book", branch=Branch("321181", "丹阳市委组织部"), password=PASSWORD, role="office",
            clock=SetClock(NOW), device_folder=folder / "device", database=url, **how,
        )  # fmt: skip
    return made


def clerk(folder: Path, device: Path, **how: Any) -> Workspace:
    """Open an office's book as a clerk at some computer does."""
    return Workspace.open(folder, password=PASSWORD, clock=SetClock(NOW), device_folder=device, **how)


@pytest.fixture
def shared(tmp_path: Path, server: Server) -> Iterator[tuple[Workspace, County]]:
    """Make an office on a server, with the bundles of six branches of forty visits."""
    url = server.database()
    workspace, made = make_county(tmp_path, 6, 40, database=url)
    with workspace:
        yield workspace, made
    server.drop(url)


def twin_in_files(county: County, folder: Path) -> Workspace:
    """Make an office in files with the same keys, which knows the same branches: the same sticks are for it."""
    made = office(folder, "")
    county.office.keys.save(made.folder / OFFICE_KEYS, made.desk.key)
    rows = county.office.desk.book.connection.execute(
        "SELECT device, branch, branch_name, public_key, enrolled_at FROM devices"
    ).fetchall()
    made.book.engine.pour("devices", ("device", "branch", "branch_name", "public_key", "enrolled_at"), rows)
    return made


def test_the_same_bundles_leave_the_same_office(shared: tuple[Workspace, County], tmp_path: Path) -> None:
    on_server, county = shared
    with twin_in_files(county, tmp_path / "files") as in_files:
        assert office_digest(in_files) == office_digest(on_server)
        told = receive(county.office, [county.stick])
        assert (told.merged, told.refused) == (240, [])
        assert office_digest(in_files) != office_digest(on_server), "the digest sees what came"
        receive(Office.of(in_files.desk)[0], [county.stick])
        assert office_digest(in_files) == office_digest(on_server)
        assert on_server.check() == []
        again = receive(county.office, [county.stick])
        assert again.merged == 0
        assert office_digest(in_files) == office_digest(on_server)


def test_what_is_asked_has_the_same_answer(shared: tuple[Workspace, County], tmp_path: Path) -> None:
    on_server, county = shared
    with twin_in_files(county, tmp_path / "files") as in_files:
        receive(county.office, [county.stick])
        receive(Office.of(in_files.desk)[0], [county.stick])
        some = on_server.query(VISITS).page(limit=1).rows[0]
        typed = [
            "",
            "老",
            "户主1",
            "zjm",
            "zhoujian",
            some.situation[:2],
            some.situation[:5],
            some.serial_no[-6:],
            "没有这样的字",
        ]
        asked: list[dict[str, Any]] = [{"search": one} for one in typed]
        asked += [{**one, "month": "2026-11"} for one in asked] + [{**one, "branch": some.branch} for one in asked]
        asked += [{"state": "已办结"}, {"status": ("void",)}, {"status": LIVE}, {"linked_to": some.household.uid}]
        found = 0
        for one in asked:
            here, there = on_server.query(VISITS, **one), in_files.query(VISITS, **one)
            assert [row.uid for row in here.records()] == [row.uid for row in there.records()], one
            assert (here.count(), here.totals(), here.counts("status")) == (
                there.count(), there.totals(), there.counts("status"),
            ), one  # fmt: skip
            assert [row.uid for row in here.page(limit=7).rows] == [row.uid for row in there.page(limit=7).rows]
            found += bool(here.count())
        assert found > len(asked) // 2


def test_names_come_in_the_same_order(tmp_path: Path, server: Server) -> None:
    """A server's own language would sort Chinese by sound; pages of a register would then begin elsewhere."""
    names = ["王桂兰", "阿丙", "Zoe", "alan", "赵一", "王桂", "〇五", "㐀七"]
    orders = []
    for url in ("", server.database()):
        with office(tmp_path / f"office{len(url)}", url) as made:
            for name in names:
                record = made.new(PEOPLE, name=name, id_missing_reason="外地户口")
                with made.book.transaction():
                    made.book.append(record, action="new", author="张", branch="32118110120301", now=NOW)
            pages = made.query(PEOPLE).page(limit=3)
            rest = made.query(PEOPLE).page(after=pages.next).rows
            orders.append([row.name for row in (*pages.rows, *rest)])
            assert [row.name for row in made.suggest(PEOPLE, "wgl")] == ["王桂兰"]
    assert orders[0] == orders[1]
    assert sorted(orders[0]) == sorted(names)


def test_every_key_of_a_sharded_table_has_the_branch(shared: tuple[Workspace, County]) -> None:
    """Citus keeps a key only where the column it shards by is part of it."""
    connection = shared[0].book.connection
    sql = (
        "SELECT t.relname, i.relname, array_agg(a.attname::text) FROM pg_index x"
        " JOIN pg_class t ON t.oid = x.indrelid JOIN pg_class i ON i.oid = x.indexrelid"
        " JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = ANY (x.indkey)"
        " WHERE x.indisunique AND t.relnamespace = current_schema()::regnamespace GROUP BY 1, 2"
    )
    keys = connection.execute(sql).fetchall()
    tables = {
        row[0] for row in connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
    }
    sharded = tables - NO_BRANCH
    assert set(WHOLE) <= NO_BRANCH
    assert {"versions", "visits", "links", "conflicts", "received", "serials", "find_visits"} <= sharded
    assert [(table, key) for table, key, columns in keys if table in sharded and "branch" not in columns] == []
    assert {table for table, _, _ in keys} >= sharded, "every one has a key"


def test_two_clerks_write_one_book(tmp_path: Path, server: Server, toy_pattern: Pattern) -> None:
    """Stamps are one row for all of them, and who changes what another has just changed is told so."""
    with office(tmp_path / "office", server.database(), **toy_pattern.how) as one:
        shutil.copytree(one.folder, tmp_path / "copy", ignore=shutil.ignore_patterns("*.lock"))
        with clerk(tmp_path / "copy", tmp_path / "other", **toy_pattern.how) as other:
            assert other.book.device != one.book.device
            assert other.book.epoch == one.book.epoch, "the office has one epoch, whoever writes its receipts"
            made = [saved_errand(who) for who in (one, other, one, other, other, one)]
            stamps = [row[0] for row in one.book.connection.execute("SELECT hlc FROM versions ORDER BY seq")]
            assert stamps == sorted(set(stamps))
            assert len({record.serial_no for record in made}) == len(made)
            assert faces(one) == faces(other)
            assert one.desk.stamp() < other.desk.stamp() < one.desk.stamp()
            mine = one.get(one.book.ledgers["toy_errands"], made[0].uid)
            theirs = other.get(other.book.ledgers["toy_errands"], made[0].uid)
            mine.story, theirs.story = "先改的", "后改的"
            one.save(mine)
            with pytest.raises(UserError, match="刚才在别处改过"):
                other.save(theirs)
            assert one.check() == []


def test_what_one_clerk_sets_holds_at_the_other_ones_desk(
    tmp_path: Path, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    url, seconds = server.database(), [1000.0]
    monkeypatch.setattr(eye, "monotonic", lambda: seconds[0])
    with office(tmp_path, url) as first, clerk(tmp_path / "book", tmp_path / "second") as other:
        assert other.setting("hand_in_day") == 10
        assert "矛盾调解" in other.look.choices("volunteer_field")
        first.set_setting("hand_in_day", 5)
        first.seat_person("李干事", RECORDER, "她自己的-密码")
        codes = first.ledgers["codes"]
        first.save(first.new(codes, list_name="volunteer_field", title="服务类别", label="家电维修"))
        seconds[0] += 2
        assert other.setting("hand_in_day") == 5
        assert ("李干事", RECORDER) in other.operators
        assert "家电维修" in other.look.choices("volunteer_field")
    server.drop(url)


def test_two_programs_receive_the_same_bundles_at_the_same_time(
    shared: tuple[Workspace, County], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace, county = shared
    monkeypatch.setenv("DANYANG_PASSWORD", PASSWORD)
    monkeypatch.setenv("DANYANG_DEVICE", str(tmp_path / "office" / "device"))
    command = [sys.executable, str(ROOT / "main.py"), "receive", "--json", "--book", str(workspace.folder)]
    sticks = [county.stick, tmp_path / "copied"]  # the files come by two ways, as when a town brings them too
    shutil.copytree(county.stick, tmp_path / "copied")
    both = [
        subprocess.Popen([*command, str(stick)], stdout=subprocess.PIPE, stderr=subprocess.PIPE) for stick in sticks
    ]
    answers = []
    for one in both:
        out, err = one.communicate(timeout=120)
        assert one.returncode == 0, err.decode()
        answers.append(json.loads(out))
    assert sum(answer["merged"] for answer in answers) == 240
    rows = workspace.book.connection.execute("SELECT merged, last_seq - first_seq FROM received").fetchall()
    assert sorted(rows) == [(40, 40)] * 6
    assert workspace.query(VISITS).count() == 240
    assert not list(workspace.folder.glob("received/*.part"))
    assert workspace.check() == []
    with twin_in_files(county, tmp_path / "files") as alone:
        receive(Office.of(alone.desk)[0], [county.stick])
        assert office_digest(alone) == office_digest(workspace)


def test_a_backup_is_one_that_opens_on_any_computer(shared: tuple[Workspace, County], tmp_path: Path) -> None:
    workspace, county = shared
    receive(county.office, [county.stick])
    digest = workspace.attachments.put(b"\xff\xd8\xff\xe0 as good as a photo")
    made = workspace.backup(tmp_path / "backups")
    backup.restore(made, tmp_path / "restored", password=PASSWORD, now=NOW)
    with clerk(tmp_path / "restored", tmp_path / "restored_device") as restored:
        assert (restored.folder / "book.db").exists()
        assert office_digest(restored) == office_digest(workspace)
        assert restored.photo(digest) == workspace.photo(digest)
        assert restored.query(VISITS, search="zjm").count() == workspace.query(VISITS, search="zjm").count() > 0
        assert restored.check() == []


def test_a_restored_office_opens_what_is_sealed_to_it(pair: Pair, tmp_path: Path) -> None:
    """Its keys come back with the book; over itself it keeps those it has now, unless they are damaged."""
    neighbour(pair.branch)
    bundle = pair.hand_in()
    made = pair.book.backup(tmp_path / "backups")
    assert b"age_secret" not in made.read_bytes()
    elsewhere = tmp_path / "elsewhere"
    backup.restore(made, elsewhere, password=PASSWORD, now=NOW)
    with pair.pattern.open(elsewhere, device=tmp_path / "elsewhere_device") as restored:
        office_again, recovery = Office.of(restored.desk)
        assert (office_again.keys.public_hex, recovery) == (pair.office.keys.public_hex, "")
        assert receive(office_again, [bundle]).merged == 1
        renewed, _ = office_again.renewed()
    backup.restore(made, elsewhere, password=PASSWORD, now=NOW)
    with pair.pattern.open(elsewhere, device=tmp_path / "elsewhere_device") as restored:
        assert Office.of(restored.desk)[0].keys.public_hex == renewed.keys.public_hex
    (elsewhere / OFFICE_KEYS).write_bytes((elsewhere / OFFICE_KEYS).read_bytes().replace(b'"sum":"', b'"sum":"0'))
    backup.restore(made, elsewhere, password=PASSWORD, now=NOW + dt.timedelta(seconds=1))
    with pair.pattern.open(elsewhere, device=tmp_path / "elsewhere_device") as restored:
        assert Office.of(restored.desk)[0].keys.public_hex == pair.office.keys.public_hex


def test_an_office_in_files_moves_to_a_server(
    tmp_path: Path, server: Server, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    url = server.database()
    workspace, county = make_county(tmp_path, 4, 30)
    late = tmp_path / "late.dyb"
    next(iter(sorted(county.stick.iterdir()))).rename(late)
    with workspace:
        receive(county.office, [county.stick])
        digest, epoch = office_digest(workspace), workspace.book.epoch
        photo = workspace.attachments.put(b"\xff\xd8\xff\xe0 as good as a photo")
        found = workspace.query(VISITS, search="zjm").count()
    monkeypatch.setenv("DANYANG_PASSWORD", PASSWORD)
    monkeypatch.setenv("DANYANG_DEVICE", str(tmp_path / "office" / "device"))
    move = ["move", "--json", "--book", str(workspace.folder), "--database"]
    assert run([*move, "postgresql://a@127.0.0.1:1/c"]) == 3
    assert run([*move, url]) == 0
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["records"] >= 90
    assert not (workspace.folder / "book.db").exists()
    assert len(list(workspace.folder.glob("*搬到服务器前.db"))) == 2
    with clerk(workspace.folder, tmp_path / "office" / "device") as moved:
        assert isinstance(moved.book, SharedBook)
        assert (office_digest(moved), moved.book.epoch, moved.check()) == (digest, epoch, [])
        assert moved.photo(photo)
        assert moved.query(VISITS, search="zjm").count() == found > 0
        told = receive(Office.of(moved.desk)[0], [county.stick, late])
        assert (told.merged, told.refused) == (30, [])
        assert moved.check() == []
    assert run([*move, url]) == 1
    assert "已经在服务器上" in capsys.readouterr().err
    with office(tmp_path / "another", "") as other, pytest.raises(UserError, match="已经有一本台账"):
        other.move_to_server(url)


def test_what_was_received_is_looked_over_before_it_is_asked_for(
    shared: tuple[Workspace, County], monkeypatch: pytest.MonkeyPatch
) -> None:
    office, county = shared
    looked_over = "SELECT count(*) FROM pg_stat_user_tables WHERE relname = 'versions' AND vacuum_count > 0"
    seen = office.book.connection.execute(looked_over).fetchone()[0]
    assert seen == 0, "few records: the server does it when it has time"
    monkeypatch.setattr("danyang_desktop.county.receive._MANY", 0)
    receive(county.office, [county.stick])
    office.book.connection.execute("SELECT pg_stat_force_next_flush()").fetchall()
    assert office.book.connection.execute(looked_over).fetchone()[0] == 1


def test_two_counties_in_one_database_each_with_a_schema(tmp_path: Path, server: Server) -> None:
    url = server.database()
    for name in ("danyang", "jurong"):
        server.ask(f"CREATE SCHEMA {name}", url)
        with office(tmp_path / name, f"{url}&options=-csearch_path%3D{name}") as made:
            assert made.query(TOWNS).count() > 0
            assert made.check() == []
    tables = server.ask("SELECT DISTINCT schemaname FROM pg_tables WHERE tablename = 'versions'", url)
    assert sorted(tables) == [("danyang",), ("jurong",)]


def test_a_book_goes_through_later_steps_and_a_newer_one_is_refused(
    tmp_path: Path, server: Server, toy_pattern: Pattern
) -> None:
    folders = (*toy_pattern.how["migrations"], write_steps(tmp_path / "later", 9002, 9003))
    with office(tmp_path / "office", server.database(), **toy_pattern.how) as made:
        saved_errand(made)
        before = faces(made)
    newer = {**toy_pattern.how, "migrations": folders}
    with clerk(made.folder, tmp_path / "office" / "device", **newer) as opened:
        assert opened.book.connection.execute("SELECT a FROM extra_9003").fetchone() == ("9003",)
        assert faces(opened) == before
        assert opened.as_it_stood(1, NOW).book.connection.execute("SELECT a FROM extra_9003").fetchall() == []
    with pytest.raises(Trouble, match="先升级程序") as told:
        clerk(made.folder, tmp_path / "office" / "device", **toy_pattern.how)
    assert told.value.code == "U-312"
    failing = (*folders, write_steps(tmp_path / "broken", 9004, 9005, then="raise KeyError('a bug in the step')"))
    with pytest.raises(KeyError):
        clerk(made.folder, tmp_path / "office" / "device", **{**newer, "migrations": failing})
    with clerk(made.folder, tmp_path / "office" / "device", **newer) as opened:
        assert "extra_9004" not in opened.book.engine.names()
        assert faces(opened) == before
