from __future__ import annotations

import threading
import time
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danyang_desktop.base import ids
from danyang_desktop.base.ids import new_uid, short_code, uid_from


def test_a_uid_is_a_version_7_uuid_of_now() -> None:
    before = time.time_ns() // 1_000_000
    uid = new_uid()
    parsed = uuid.UUID(uid)
    assert uid == parsed.hex
    assert parsed.version == 7
    assert parsed.variant == uuid.RFC_4122
    # Others in this process may have pushed the sequence a little ahead of the clock.
    assert before <= parsed.int >> 80 < before + 60_000


def test_uids_grow() -> None:
    made = [new_uid() for _ in range(20_000)]
    assert made == sorted(made)
    assert len(set(made)) == len(made)


def test_uids_grow_though_the_clock_goes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    sequence = ids._Sequence()
    moments = iter([2_000_000_000_000_000_000, 1_000_000_000_000_000_000, 0, 2_000_000_001_000_000_000])
    monkeypatch.setattr(time, "time_ns", lambda: next(moments))
    stamps = [sequence.next_stamp() for _ in range(4)]
    assert stamps == sorted(set(stamps))
    assert stamps[3] >> 74 == 2_000_000_001_000, "the clock is believed again once it has caught up"


def test_threads_never_get_the_same_uid() -> None:
    made: list[list[str]] = [[] for _ in range(4)]

    def work(mine: list[str]) -> None:
        mine.extend(new_uid() for _ in range(3000))

    threads = [threading.Thread(target=work, args=(mine,)) for mine in made]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({uid for mine in made for uid in mine}) == 12_000
    assert all(mine == sorted(mine) for mine in made)


@given(st.binary(), st.integers(0, 2**48 - 1))
def test_a_seeded_uid_is_always_the_same_and_keeps_its_time(seed: bytes, ms: int) -> None:
    uid = uid_from(seed, ms)
    parsed = uuid.UUID(uid)
    assert uid == uid_from(seed, ms)
    assert (parsed.version, parsed.variant, parsed.int >> 80) == (7, uuid.RFC_4122, ms)


@given(st.integers(0, 2**48 - 2))
def test_a_later_seeded_uid_sorts_later(ms: int) -> None:
    assert uid_from(b"any", ms) < uid_from(b"other", ms + 1)


def test_seeds_tell_uids_apart() -> None:
    assert len({uid_from(str(number).encode(), 1) for number in range(2000)}) == 2000


@pytest.mark.parametrize("ms", [-1, 2**48])
def test_a_time_that_does_not_fit_is_refused(ms: int) -> None:
    with pytest.raises(ValueError, match="48 bits"):
        uid_from(b"", ms)


def test_short_codes_are_apart_and_have_no_letter_that_is_taken_for_another() -> None:
    codes = {short_code(f"{number:016x}", epoch) for number in range(8) for epoch in (1, 2)}
    assert len(codes) == 16
    assert all(len(code) == 4 and not set(code) & set("0O1I2Z5S68B") for code in codes)
    assert short_code("71fc251c54874b6c", 1) == short_code("71fc251c54874b6c", 1)
