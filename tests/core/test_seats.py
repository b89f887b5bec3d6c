"""Who sits at the desk: roles hold in the core, whoever asks; confidential texts are for two."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from danyang_desktop.base.errors import UserError
from danyang_desktop.county import siblings
from danyang_desktop.declare.look import Link
from danyang_desktop.exchange import bundle_out
from danyang_desktop.exchange.workbook_out import write_rows
from danyang_desktop.papers.press import print_ledgers, print_record
from danyang_desktop.seats import READER, RECORDER, SECRETARY
from tests.helpers.books import OPERATOR, PASSWORD, Pattern, cheap_keys
from tests.ui.village import settle

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from danyang_desktop.workspace import Workspace

OTHERS = {"许敏": (RECORDER, "柳叶-2026"), "徐福根": (READER, "看看-2026")}
WORDS = "他说家里老人病重，想请半年假照顾，心里很难受。"


@pytest.fixture
def seated(pattern: Pattern, tmp_path: Path) -> Path:
    """Make a book with a secretary, a recorder and a reader, each with a password; closed."""
    folder = pattern.copy(tmp_path)
    with pattern.open(folder) as workspace, cheap_keys():
        settle(workspace)
        workspace.set_setting("operator", OPERATOR)
        for name, (role, password) in OTHERS.items():
            workspace.seat_person(name, role, password)
        secret(workspace)
    return folder


def secret(workspace: Workspace, **values: Any) -> Any:
    """Keep a confidential talk."""
    people = {person.name: person for person in workspace.query(workspace.ledgers["people"]).records()}
    first = {
        "targets": [Link(people["徐福根"].uid, "徐福根")], "talkers": [Link(people["周建民"].uid, "周建民")],
        "talk_on": dt.date(2026, 11, 20), "secrecy": "保密", "content": WORDS, "mood": "有波动",
    }  # fmt: skip
    return workspace.save(workspace.new(workspace.ledgers["talks"], **{**first, **values})).record


def sit(pattern: Pattern, folder: Path, name: str, **other: Any) -> Workspace:
    """Open the book as somebody does, with his or her own password."""
    password = OTHERS[name][1] if name in OTHERS else PASSWORD
    return pattern.open(folder, operator=name, **{"password": password, **other})


def person_of(workspace: Workspace) -> Any:
    return next(iter(workspace.query(workspace.ledgers["people"]).records()))


def team_of(workspace: Workspace) -> Any:
    leader = person_of(workspace)
    return workspace.new(workspace.ledgers["teams"], name="新队", leader=Link(leader.uid, leader.name))


def test_each_opens_with_a_password_of_his_own(pattern: Pattern, seated: Path) -> None:
    for name, role in ((OPERATOR, SECRETARY), ("许敏", RECORDER), ("徐福根", READER)):
        with sit(pattern, seated, name) as workspace:
            assert (workspace.operator, workspace.seat) == (name, role)
    with pytest.raises(UserError, match="密码不对"):
        sit(pattern, seated, "徐福根", password=PASSWORD)
    with pytest.raises(UserError, match="密码不对"):
        sit(pattern, seated, OPERATOR, password=OTHERS["徐福根"][1])


def test_nobody_becomes_somebody_else_by_a_name(pattern: Pattern, seated: Path) -> None:
    with sit(pattern, seated, "徐福根") as workspace:
        with pytest.raises(UserError, match="徐福根的密码"):
            workspace.operator = OPERATOR
        workspace.look.operator = OPERATOR  # behind the desk's back
        assert workspace.seat == READER


def test_the_keyring_names_nobody(seated: Path) -> None:
    text = (seated / "keyring.json").read_text("utf-8")
    assert not any(name in text for name in OTHERS)


@pytest.mark.parametrize(
    "deed",
    [
        lambda book, _: book.save(person_of(book)),
        lambda book, _: book.save(team_of(book)),
        lambda book, _: book.save_many(book.ledgers["teams"], [team_of(book)]),
        lambda book, _: book.bin(person_of(book)),
        lambda book, _: book.correct(person_of(book), "看错了"),
        lambda book, _: book.attach(b"\xff\xd8"),
        lambda book, _: book.save_draft(book.ledgers["people"], "new", {"name": "某"}),
        lambda book, _: book.reserve_serials(book.ledgers["visits"], 3),
        lambda book, _: book.set_setting("phrases", {}),
        lambda book, _: book.set_setting("backup_days", 30),
        lambda book, _: book.seat_person("某人", READER, "123456"),
        lambda book, _: book.new_recovery(),
        lambda book, _: book.close_month([book.ledgers["visits"]], "2026-10"),
        lambda book, to: bundle_out.export(book.desk, to),
    ],
)
def test_a_reader_changes_nothing(
    pattern: Pattern, seated: Path, tmp_path: Path, deed: Callable[[Any, Path], object]
) -> None:
    with sit(pattern, seated, "徐福根") as workspace:
        before = workspace.book.connection.execute("SELECT count(*), max(seq) FROM versions").fetchone()
        with pytest.raises(UserError, match="请先锁定"):
            deed(workspace, tmp_path)
        assert workspace.book.connection.execute("SELECT count(*), max(seq) FROM versions").fetchone() == before


def test_a_reader_may_read_print_and_back_up(pattern: Pattern, seated: Path, tmp_path: Path) -> None:
    with sit(pattern, seated, "徐福根") as workspace:
        assert workspace.query(workspace.ledgers["people"]).count() == 2
        print_ledgers(workspace, [workspace.ledgers["people"]], "2026-11", tmp_path / "people.pdf")
        assert workspace.backup(tmp_path / "backups").exists()


def test_a_recorder_records_and_rules_nothing(pattern: Pattern, seated: Path, tmp_path: Path) -> None:
    with sit(pattern, seated, "许敏") as workspace:
        saved = workspace.save(team_of(workspace)).record
        assert workspace.history(saved.uid)[0].who == "许敏"
        workspace.set_setting("phrases", {"visits.request": {"kept": ["无"], "gone": []}})
        for deed in (
            lambda: workspace.set_setting("visit_days", {"高": 1, "中": 1, "一般": 1}),
            lambda: workspace.close_month([workspace.ledgers["visits"]], "2026-10"),
            lambda: bundle_out.export(workspace.desk, tmp_path),
            lambda: workspace.unseat_person("徐福根"),
            workspace.new_recovery,
            workspace.renew_device_key,
            lambda: siblings.know(workspace.desk, tmp_path / "other.dyq"),
            lambda: siblings.forget(workspace.desk, "other"),
        ):
            with pytest.raises(UserError, match="只有支部书记能办"):
                deed()
        out = tmp_path / "visits.pdf"
        with pytest.raises(UserError, match="打印存档版只有支部书记能办"):
            print_ledgers(workspace, [workspace.ledgers["visits"]], "2026-11", out, version="archive")
        assert not out.exists(), "nothing is on paper that the book does not know of"


def test_each_changes_his_own_password(pattern: Pattern, seated: Path) -> None:
    with sit(pattern, seated, "许敏") as workspace, cheap_keys():
        with pytest.raises(UserError, match="原来的密码不对"):
            workspace.change_password(PASSWORD, "新的-2027")
        workspace.change_password(OTHERS["许敏"][1], "新的-2027")
    with sit(pattern, seated, "许敏", password="新的-2027") as workspace:
        assert workspace.seat == RECORDER
    with sit(pattern, seated, OPERATOR) as workspace:
        assert workspace.seat == SECRETARY


def test_who_forgot_the_password_sets_a_new_one_by_the_paper(pattern: Pattern, seated: Path) -> None:
    with pattern.open(seated, recovery=pattern.recovery) as workspace, cheap_keys():
        assert workspace.came_by_paper
        workspace.change_password("", "新的-2027")
        with pytest.raises(UserError, match="原来的密码不对"):
            workspace.change_password("", "又一个-2027")
    with sit(pattern, seated, OPERATOR, password="新的-2027") as workspace:
        assert not workspace.came_by_paper


def test_who_was_struck_off_does_not_get_in(pattern: Pattern, seated: Path) -> None:
    with sit(pattern, seated, OPERATOR) as workspace:
        workspace.unseat_person("徐福根")
        with pytest.raises(UserError, match="总要有一位书记"):
            workspace.unseat_person(OPERATOR)
        with pytest.raises(UserError, match="总要有一位书记"):
            workspace.seat_person(OPERATOR, READER, "123456")
    with pytest.raises(UserError, match="密码不对"):
        sit(pattern, seated, "徐福根")


def test_a_new_person_needs_a_password(pattern: Pattern, seated: Path) -> None:
    with sit(pattern, seated, OPERATOR) as workspace, cheap_keys():
        with pytest.raises(UserError, match="密码太短"):
            workspace.seat_person("何志强", RECORDER)
        assert "何志强" not in dict(workspace.operators)
        workspace.seat_person("徐福根", RECORDER)
        assert dict(workspace.operators)["徐福根"] == RECORDER, "another role, the same password"
    with sit(pattern, seated, "徐福根") as workspace:
        assert workspace.may_write


def test_a_new_paper_makes_the_old_one_worthless(pattern: Pattern, seated: Path) -> None:
    with sit(pattern, seated, OPERATOR) as workspace, cheap_keys():
        code = workspace.new_recovery()
    with pytest.raises(UserError, match="开锁纸上的号码不对"):
        pattern.open(seated, recovery=pattern.recovery)
    with pattern.open(seated, recovery=code) as workspace:
        assert workspace.may_manage


def test_confidence_is_for_author_and_secretary(pattern: Pattern, seated: Path) -> None:
    with sit(pattern, seated, "许敏") as workspace:
        talks = workspace.ledgers["talks"]
        (kept,) = workspace.query(talks).records()
        assert not workspace.may_read(talks, kept)
        own = secret(workspace)
        assert workspace.may_read(talks, own)
    with sit(pattern, seated, OPERATOR) as workspace:
        assert all(workspace.may_read(talks, one) for one in workspace.query(talks).records())
    with sit(pattern, seated, "徐福根") as workspace:
        assert not any(workspace.may_read(talks, one) for one in workspace.query(talks).records())


def test_confidential_words_leave_by_no_other_way(pattern: Pattern, seated: Path, tmp_path: Path) -> None:
    """Print, search and workbook tell nobody, not even in part."""
    with sit(pattern, seated, "许敏") as workspace:
        talks = workspace.ledgers["talks"]
        (kept,) = workspace.query(talks).records()
        assert workspace.query(talks, search="老人病重").count() == 0
        assert workspace.query(talks, search="徐福根").count() == 1
        write_rows(tmp_path / "talks.xlsx", talks, workspace.query(talks).records())
        assert not _contains(tmp_path / "talks.xlsx", WORDS[:6])
        print_ledgers(workspace, [talks], "2026-11", tmp_path / "talks.pdf")
        assert WORDS[:6] not in _text_of(tmp_path / "talks.pdf")
        try:
            print_record(workspace, kept, tmp_path / "one.pdf")
        except UserError:
            return
        assert WORDS[:6] not in _text_of(tmp_path / "one.pdf")


def test_a_draft_of_a_talk_is_offered_to_its_writer_only(pattern: Pattern, seated: Path) -> None:
    with sit(pattern, seated, "许敏") as workspace:
        for slug in ("talks", "visits"):
            workspace.save_draft(workspace.ledgers[slug], "new", {"content": WORDS})
        assert [draft.texts for draft in workspace.drafts(workspace.ledgers["talks"])] == [{"content": WORDS}]
    with sit(pattern, seated, "徐福根") as workspace:
        assert workspace.drafts(workspace.ledgers["talks"]) == []
        assert workspace.draft_names(workspace.ledgers["talks"]) == {"new"}, "its name is taken all the same"
        assert len(workspace.drafts(workspace.ledgers["visits"])) == 1
    with sit(pattern, seated, OPERATOR) as workspace:
        assert len(workspace.drafts(workspace.ledgers["talks"])) == 1


def _contains(path: Path, words: str) -> bool:
    import zipfile

    with zipfile.ZipFile(path) as packed:
        return any(words in packed.read(name).decode("utf-8", "replace") for name in packed.namelist())


def _text_of(path: Path) -> str:
    import pypdfium2

    with pypdfium2.PdfDocument(path) as pdf:
        return "".join(page.get_textpage().get_text_range() for page in pdf)
