"""The keyring: who opens the book, who does not, and three different answers for wrong, damaged and newer."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from danyang_desktop.base.canonical import canonical, digest
from danyang_desktop.base.errors import Trouble, UserError
from danyang_desktop.store.keyring import COST, KEYRING, load_keyring, make_keyring
from danyang_desktop.store.recovery import tidy_code
from tests.helpers.books import PASSWORD, cheap_keys

if TYPE_CHECKING:
    from pathlib import Path

    from danyang_desktop.store.keyring import Keyring


@pytest.fixture
def made() -> tuple[Keyring, bytes, str]:
    with cheap_keys():
        return make_keyring("a" * 32, "branch", PASSWORD)


def test_password_and_recovery_code_open_the_same_key(made: tuple[Keyring, bytes, str], tmp_path: Path) -> None:
    keyring, key, recovery = made
    keyring.save(tmp_path)
    again = load_keyring(tmp_path)
    assert again == keyring
    assert again.open(password=PASSWORD) == again.open(recovery=recovery) == key
    assert len(key) == 32


@pytest.mark.parametrize("typed", ["{}", " {} ", "{lower}", "{bare}", "{spaced}"])
def test_recovery_code_is_read_however_it_is_typed(made: tuple[Keyring, bytes, str], typed: str) -> None:
    keyring, key, recovery = made
    bare = recovery.replace("-", "")
    text = typed.format(recovery, lower=recovery.lower(), bare=bare, spaced=" ".join(bare))
    assert keyring.open(recovery=text) == key


def test_recovery_code_can_be_copied_by_hand(made: tuple[Keyring, bytes, str]) -> None:
    _, _, recovery = made
    groups = recovery.split("-")
    assert [len(group) for group in groups] == [4] * 6
    assert not set(recovery) & set("01IO"), "nothing that looks like something else on paper"
    assert tidy_code(recovery) == recovery.replace("-", "")


@pytest.mark.parametrize("wrong", ["", PASSWORD + " ", PASSWORD[:-1], PASSWORD.upper() + "A", "x" * 200])
def test_wrong_password(made: tuple[Keyring, bytes, str], wrong: str) -> None:
    with pytest.raises(UserError) as told:
        made[0].open(password=wrong)
    assert told.value.field == "password"
    assert wrong not in told.value.sentence or not wrong


@pytest.mark.parametrize("wrong", ["AAAA", "2222-2222-2222-2222-2222-2222", "开锁纸"])
def test_wrong_recovery_code(made: tuple[Keyring, bytes, str], wrong: str) -> None:
    with pytest.raises(UserError) as told:
        made[0].open(recovery=wrong)
    assert told.value.field == "recovery"


def test_a_new_password_takes_the_place_of_the_old_one(made: tuple[Keyring, bytes, str], tmp_path: Path) -> None:
    keyring, key, recovery = made
    with cheap_keys():
        changed = keyring.with_password(key, "新密码-2026")
    changed.save(tmp_path)
    again = load_keyring(tmp_path)
    assert again.open(password="新密码-2026") == key
    assert again.open(recovery=recovery) == key
    with pytest.raises(UserError):
        again.open(password=PASSWORD)


@pytest.mark.parametrize("short", ["", "12345", "密码"])
def test_a_short_password_is_refused(made: tuple[Keyring, bytes, str], short: str) -> None:
    keyring, key, _ = made
    with pytest.raises(UserError, match="密码太短"):
        keyring.with_password(key, short)
    with pytest.raises(UserError, match="密码太短"):
        make_keyring("a" * 32, "branch", short)


def test_the_cost_of_guessing_is_what_rfc_9106_recommends(made: tuple[Keyring, bytes, str]) -> None:
    """RFC 9106, section 4, second recommended option: 3 passes, 4 lanes, 64 MiB."""
    assert COST == {"iterations": 3, "lanes": 4, "memory_cost": 64 * 1024}
    keyring, _, _ = make_keyring("a" * 32, "branch", PASSWORD)
    assert {wrap["cost"]["memory_cost"] for wrap in keyring.wraps.values()} == {64 * 1024}
    assert {wrap["cost"]["memory_cost"] for wrap in made[0].wraps.values()} == {8}, "the cost stands in the file"


def test_the_file_holds_neither_key_nor_secrets(made: tuple[Keyring, bytes, str], tmp_path: Path) -> None:
    keyring, key, recovery = made
    keyring.save(tmp_path)
    said = (tmp_path / KEYRING).read_bytes()
    for secret in (key, key.hex().encode(), PASSWORD.encode(), recovery.encode(), tidy_code(recovery).encode()):
        assert secret not in said


def test_no_keyring_is_no_book(tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="没有新建任何东西") as told:
        load_keyring(tmp_path)
    assert told.value.code == "U-310"
    assert list(tmp_path.iterdir()) == []


def test_every_damaged_byte_is_told_from_a_wrong_password(made: tuple[Keyring, bytes, str], tmp_path: Path) -> None:
    keyring, key, _ = made
    keyring.save(tmp_path)
    whole = (tmp_path / KEYRING).read_bytes()
    for place in range(len(whole)):
        broken = bytearray(whole)
        broken[place] ^= 1 << (place % 8)
        (tmp_path / KEYRING).write_bytes(broken)
        with pytest.raises(Trouble) as told:
            load_keyring(tmp_path)
        assert told.value.code == "U-311"
    (tmp_path / KEYRING).write_bytes(whole)
    assert load_keyring(tmp_path).open(password=PASSWORD) == key


def test_every_truncated_file_is_damaged(made: tuple[Keyring, bytes, str], tmp_path: Path) -> None:
    made[0].save(tmp_path)
    whole = (tmp_path / KEYRING).read_bytes()
    for size in range(len(whole)):
        (tmp_path / KEYRING).write_bytes(whole[:size])
        with pytest.raises(Trouble) as told:
            load_keyring(tmp_path)
        assert told.value.code == "U-311"


@pytest.mark.parametrize("odd", [b"[]", b"null", b"7", b'{"body":7,"sum":"x"}', b"\xff\xfe", b"[" * 100_000])
def test_what_is_no_keyring_is_damaged(odd: bytes, tmp_path: Path) -> None:
    (tmp_path / KEYRING).write_bytes(odd)
    with pytest.raises(Trouble) as told:
        load_keyring(tmp_path)
    assert told.value.code == "U-311"


@pytest.mark.parametrize("extra", [{}, {"wraps": None}, {"book": None}])
def test_a_keyring_of_a_newer_program_is_not_called_damaged(
    made: tuple[Keyring, bytes, str], tmp_path: Path, extra: dict[str, None]
) -> None:
    made[0].save(tmp_path)
    body = json.loads((tmp_path / KEYRING).read_bytes())["body"]
    body |= {"format": 2, **extra}
    body = {name: value for name, value in body.items() if value is not None}
    newer = canonical({"body": body, "sum": digest(body)})
    (tmp_path / KEYRING).write_bytes(newer)
    with pytest.raises(Trouble, match="先升级程序") as told:
        load_keyring(tmp_path)
    assert told.value.code == "U-312"
    assert (tmp_path / KEYRING).read_bytes() == newer


def test_a_keyring_that_cannot_be_written_leaves_the_old_one(made: tuple[Keyring, bytes, str], tmp_path: Path) -> None:
    keyring, key, _ = made
    keyring.save(tmp_path)
    before = (tmp_path / KEYRING).read_bytes()
    (tmp_path / f"{KEYRING}.part").mkdir()  # where the new one would be written
    with cheap_keys():
        changed = keyring.with_password(key, "新密码-2026")
    with pytest.raises(Trouble):
        changed.save(tmp_path)
    assert (tmp_path / KEYRING).read_bytes() == before
