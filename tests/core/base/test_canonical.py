from __future__ import annotations

import hashlib
import json
import random

import pytest

from danyang_desktop.base.canonical import canonical, digest, parse


def test_one_spelling_whatever_the_order_of_keys() -> None:
    assert canonical({"b": 1, "a": [True, None, "王"]}) == '{"a":[true,null,"王"],"b":1}'.encode()
    assert canonical({"a": [True, None, "王"], "b": 1}) == canonical({"b": 1, "a": [True, None, "王"]})


def test_reading_it_back_and_spelling_it_again_changes_nothing() -> None:
    value = {"𠅤": "𬭎", "一": 0.1, "z": -5, "": {"y": [], "x": {}}, "t": 'a"\\\n\x7f\u2028'}
    assert canonical(json.loads(canonical(value))) == canonical(value)
    assert parse(canonical(value)) == value


@pytest.mark.parametrize("bad", [float("nan"), [float("inf")], {"a": -float("inf")}, "\ud800"])
def test_what_has_no_one_spelling_is_refused(bad: object) -> None:
    with pytest.raises(ValueError, match=r"compliant|surrogates"):
        canonical(bad)


@pytest.mark.parametrize("bad", [b"bytes", {1, 2}, {("a",): 1}, {"a": 1, 2: 3}])
def test_what_json_has_not_is_refused(bad: object) -> None:
    with pytest.raises(TypeError):
        canonical(bad)


def test_digest_is_sha256_of_the_spelling() -> None:
    assert digest({"b": 1, "a": 2}) == hashlib.sha256(b'{"a":2,"b":1}').hexdigest()
    assert digest({"a": 1}) != digest({"a": "1"})


HOSTILE = {
    "empty": b"",
    "not json": b"{",
    "two values": b"{} {}",
    "byte order mark": b"\xef\xbb\xbf{}",
    "not utf-8": b'{"a":"\xff"}',
    "surrogate in utf-8": b'{"a":"\xed\xa0\x80"}',
    "half a surrogate": b'{"a":"\\ud800"}',
    "half a surrogate in a key": b'[{"\\udc00":1}]',
    "nul": b'{"a":["\\u0000"]}',
    "raw control character": b'{"a":"\n"}',
    "same key twice": b'{"a":1,"a":1}',
    "same key twice, spelled otherwise": b'{"a":1,"\\u0061":1}',
    "same key twice inside": b'{"x":[{"a":1,"b":2,"a":3}]}',
    "nan": b'{"a":NaN}',
    "infinity": b"[-Infinity]",
    "infinity by size": b"[1e999]",
    "long number": b"[" + b"9" * 5000 + b"]",
    "65 bits": b"[9223372036854775808]",
    "deep lists": b"[" * 33 + b"]" * 33,
    "very deep": b"[" * 1_000_000,
    "deep objects": b'{"a":' * 40 + b"1" + b"}" * 40,
    "deep after brackets in a string": b'["[[[", ' + b"[" * 33 + b"]" * 33 + b"]",
    "deep after an escaped quote": b'["\\"", ' + b"[" * 33 + b"]" * 33 + b"]",
    "an unfinished string of escapes": b'["' + b'\\"' * 1_000_000,
    "brackets in an unfinished string": b'["' + b"[" * 100,
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_is_refused_with_a_value_error(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        parse(data)


FRIENDLY = [
    (b"[" * 32 + b"]" * 32, None),
    (b'["' + b"[" * 500 + b'"]', ["[" * 500]),
    (b'["' + b'\\"[' * 500 + b'"]', ['"[' * 500]),
    (b"[{}" + b",{}" * 500 + b"]", [{}] * 501),
    (b"[9223372036854775807,-9223372036854775808]", [(1 << 63) - 1, -(1 << 63)]),
    (b'{"a":"\\ud840\\udd64","b":"\\\\u0000"}', {"a": "\U00020164", "b": "\\u0000"}),
]


@pytest.mark.parametrize(("data", "value"), FRIENDLY)
def test_honest_text_is_read(data: bytes, value: object) -> None:
    read = parse(data)
    assert value is None or read == value


def test_random_damage_never_raises_anything_else() -> None:
    chance = random.Random(7)
    whole = canonical({"名": ["王", {"a": 1.5, "b": [None, True, -3]}], "t": 'q"\\', "n": 9})
    for _ in range(3000):
        data = bytearray(whole)
        for _ in range(chance.randint(1, 4)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        try:
            parse(bytes(data))
        except ValueError:
            continue
