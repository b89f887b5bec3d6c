"""The county's server goes away, says no, or is another one: each a sentence, nothing lost, and the work goes on."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest

from danyang_desktop.base.errors import Cancelled, Trouble, UserError
from danyang_desktop.base.log import LOG
from danyang_desktop.commands import run
from danyang_desktop.county.office import Office
from danyang_desktop.county.receive import receive
from danyang_desktop.ledgers.visits import VISITS
from danyang_desktop.opening import Branch
from danyang_desktop.store import backup, versions
from danyang_desktop.workspace import Workspace
from tests.benchmarks.stick import make_county
from tests.core.county.test_on_a_server import clerk, office, twin_in_files
from tests.helpers import books
from tests.helpers.books import NOW, cheap_keys
from tests.helpers.rows import office_digest, saved_errand
from tests.helpers.server import PASSWORD, Server

if TYPE_CHECKING:
    import logging
    from pathlib import Path

    from tests.helpers.books import Pattern

SECRETS = [PASSWORD.encode(), quote(PASSWORD).encode()]


def test_the_server_dies_in_the_middle_of_a_receive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep, kept = versions.put_many, []

    def pulled(*said: Any, **how: Any) -> None:
        """Pull the server's plug when the versions of the fourth bundle are written and its records are not."""
        keep(*said, **how)
        kept.append(1)
        if len(kept) == 4:
            server.stop()

    server = Server.make(sure=True)
    try:
        workspace, county = make_county(tmp_path, 6, 40, database=server.database())
        with workspace:
            monkeypatch.setattr(versions, "put_many", pulled)
            with pytest.raises(Trouble, match="连接断了") as told:
                receive(county.office, [county.stick])
            assert told.value.code == "U-343"
            with pytest.raises(Trouble, match="连不上"):
                workspace.query(VISITS).count()
            server.start()
            there = workspace.query(VISITS).count()
            assert there in {0, 40, 80, 120}, "nobody was told of any yet; but there is no half bundle"
            told_again = receive(county.office, [county.stick])
            assert (told_again.merged, told_again.refused) == (240 - there, [])
            server.stop()
            server.start()
            assert workspace.query(VISITS).count() == 240, "of what was told not one is lost"
            assert workspace.check() == []
            with twin_in_files(county, tmp_path / "files") as in_files:
                receive(Office.of(in_files.desk)[0], [county.stick])
                assert office_digest(in_files) == office_digest(workspace)
    finally:
        server.remove()


def test_of_transactions_in_a_row_the_last_brings_all_to_the_disk(tmp_path: Path, server: Server) -> None:
    def waits() -> str:
        with made.book.transaction():
            return str(made.book.connection.execute("SHOW synchronous_commit").fetchone()[0])

    with office(tmp_path / "office", server.database()) as made:
        engine = made.book.engine
        settled: list[str] = []
        settle = engine.settle
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(engine, "settle", lambda: settled.append(waits()) or settle())
            with engine.in_a_row():
                row = [waits() for _ in range(40)]
            assert (row.count("on"), settled) == (2, ["on"]), "one in sixteen, and the last"
            with suppress(Cancelled), engine.in_a_row():
                assert waits() == "off"
                raise Cancelled
            assert settled == ["on", "on"], "also when the work broke off"
        assert waits() == "on"


def test_a_connection_that_breaks_off(tmp_path: Path, server: Server, toy_pattern: Pattern) -> None:
    def hang_up() -> None:
        server.ask(f"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '{name}'")

    def cut_short(made: Workspace, record: Any) -> None:
        with made.book.transaction():
            made.book.append(record, action="edit", author="张", branch="321181", now=NOW)
            hang_up()

    url = server.database()
    name = url.split("?", maxsplit=1)[0].rpartition("/")[2]
    with office(tmp_path / "office", url, **toy_pattern.how) as made:
        kept = saved_errand(made)
        hang_up()
        assert made.get(made.book.ledgers["toy_errands"], kept.uid).head == kept.head, "reading connects anew"
        hang_up()
        assert saved_errand(made).serial_no, "so does the next save"
        kept.story = "断线的时候写的"
        with pytest.raises(Trouble, match="这一步没有存上"):
            cut_short(made, kept)
        fresh = made.get(made.book.ledgers["toy_errands"], kept.uid)
        assert fresh.story != "断线的时候写的"
        assert made.save(kept).record.story == "断线的时候写的", (
            "the record is as it was before, and can be saved again"
        )
        assert made.check() == []


@pytest.mark.parametrize(
    ("url", "code", "said"),
    [
        ("{right}", 1, "支部的台账放在自己的电脑里"),
        ("mysql://a@b/c", 1, "地址要写成 postgresql://"),
        ("postgresql://a@b", 1, "没有数据库名"),
        ("postgresql://a@b:port/c?nonsense=1", 1, "地址看不懂"),
        ("postgresql://a:geheim@127.0.0.1:1/c", 3, "连不上数据库服务器“127.0.0.1”"),
        ("{wrong_password}", 3, "用户名或密码不对"),
        ("{no_password}", 3, "用户名或密码不对"),
        ("{no_database}", 3, "没有这个数据库"),
        ("{no_right}", 3, "没有写的权限"),
        ("{taken}", 1, "已经有一本台账"),
    ],
)
def test_an_address_that_is_wrong(
    url: str, code: int, said: str, tmp_path: Path, server: Server, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setenv("DANYANG_PASSWORD", books.PASSWORD)
    monkeypatch.setenv("DANYANG_DEVICE", str(tmp_path / "device"))
    monkeypatch.delenv("PGPASSWORD", raising=False)
    right = server.database()
    name = right.split("?", maxsplit=1)[0].rpartition("/")[2]
    if url == "{taken}":
        with cheap_keys():
            assert (
                run(["new", "--book", str(tmp_path / "first"), "--office", "丹阳市委组织部", "--database", right]) == 0
            )
    if url == "{no_right}":
        server.ask(f"CREATE USER {name}_guest PASSWORD 'guest'")
    given = url.format(
        right=right, taken=right, wrong_password=server.url(name, password="wrong"),
        no_password=server.url(name).replace(f":{quote(PASSWORD)}@", "@"), no_database=server.url("nowhere"),
        no_right=server.url(name, user=f"{name}_guest", password="guest"),
    )  # fmt: skip
    who = (
        ["--branch", "柳塘村党支部", "--code", "32118110120301"] if url == "{right}" else ["--office", "丹阳市委组织部"]
    )
    with cheap_keys():
        assert run(["new", "--book", str(tmp_path / "book"), *who, "--database", given]) == code
        told = capsys.readouterr()
        assert said in told.err
        assert "Traceback" not in told.err
        assert not any(secret.decode() in told.err + told.out for secret in (*SECRETS, b"geheim", b"guest"))
        if url in ("{right}", "{taken}"):
            return
        assert run(["new", "--book", str(tmp_path / "book"), "--office", "丹阳市委组织部", "--database", right]) == 0
    server.drop(right)


def test_the_folder_remembers_the_server_and_nothing_tells_the_password(
    tmp_path: Path, server: Server, toy_pattern: Pattern, caplog: pytest.LogCaptureFixture
) -> None:
    url = server.database()
    with office(tmp_path / "office", url, **toy_pattern.how) as made:
        saved_errand(made)
    with clerk(made.folder, tmp_path / "office" / "device", **toy_pattern.how) as again:
        assert len(list(again.query(again.book.ledgers["toy_errands"]).records())) == 1
    handler: logging.Handler = caplog.handler
    LOG.addHandler(handler)
    try:
        with pytest.raises(Trouble):
            clerk(made.folder, tmp_path / "office" / "device", database=url.replace("county", "nowhere"))
    finally:
        LOG.removeHandler(handler)
    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert {path.name for path in written} >= {"server.dyk", "keyring.json", "install.json"}
    for secret in SECRETS:
        assert not [path.name for path in written if secret in path.read_bytes()]
        assert secret.decode() not in caplog.text + repr(made.book.engine.__dict__)
    assert any(b"postgresql://postgres@" in path.read_bytes() for path in written), "the rest of it stands in clear"
    assert not list(made.folder.glob("*.db")), "no record lies in the folder"


def test_another_book_than_the_folders(tmp_path: Path, server: Server, toy_pattern: Pattern) -> None:
    one, other, empty = (server.database() for _ in range(3))
    office(tmp_path / "one", one, **toy_pattern.how).close()
    office(tmp_path / "other", other, **toy_pattern.how).close()
    folder, device = tmp_path / "one" / "book", tmp_path / "one" / "device"
    for url, said in ((other, "另一本台账"), (empty, "是空的")):
        with pytest.raises(Trouble, match=said):
            clerk(folder, device, database=url, **toy_pattern.how)
    clerk(folder, device, **toy_pattern.how).close()
    (folder / "server.dyk").write_bytes((folder / "server.dyk").read_bytes()[:-9])
    with pytest.raises(Trouble, match="--database"):
        clerk(folder, device, **toy_pattern.how)
    clerk(folder, device, database=one, **toy_pattern.how).close()
    clerk(folder, device, **toy_pattern.how).close()


def test_a_folder_in_use_is_not_replaced(tmp_path: Path, server: Server, toy_pattern: Pattern) -> None:
    with office(tmp_path / "office", server.database(), **toy_pattern.how) as made:
        saved = made.backup(tmp_path / "backups")
        with pytest.raises(Trouble, match="另一个窗口"):
            backup.restore(saved, made.folder, password=books.PASSWORD, now=NOW)


def test_without_the_driver_it_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(Trouble, match="没有装") as told:
        Workspace.create(
            tmp_path / "book", branch=Branch("321181", "丹阳市委组织部"), password=books.PASSWORD, role="office",
            database="postgresql://a@b/c",
        )  # fmt: skip
    assert told.value.code == "U-348"
    with pytest.raises(UserError):
        Workspace.create(
            tmp_path / "book", branch=Branch("321181", "丹阳市委组织部"), password=books.PASSWORD, role="office",
            database="somewhere",
        )  # fmt: skip
