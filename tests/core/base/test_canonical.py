from __future__ import annotations

import hashlib
import json

import pytest

from danyang_desktop.base.canonical import canonical, digest


def test_one_spelling_whatever_the_order_of_keys() -> None:
    assert canonical({"b": 1, "a": [True, None, "王"]}) == '{"a":[true,null,"王"],"b":1}'.encode()
    assert canonical({"a": [True, None, "王"], "b": 1}) == canonical({"b": 1, "a": [True, None, "王"]})


def test_reading_it_back_and_spelling_it_again_changes_nothing() -> None:
    value = {"𠅤": "𬭎", "一": 0.1, "z": -5, "": {"y": [], "x": {}}, "t": 'a"\\\n\x7f\u2028'}
    assert canonical(json.loads(canonical(value))) == canonical(value)


@pytest.mark.parametrize("bad", [float("nan"), [float("inf")], {"a": -float("inf")}, "\ud800"])
def test_what_has_no_one_spelling_is_refused(bad: object) -> None:
    with pytest.raises(ValueError, match="."):
        canonical(bad)


@pytest.mark.parametrize("bad", [b"bytes", {1, 2}, {("a",): 1}, {"a": 1, 2: 3}])
def test_what_json_has_not_is_refused(bad: object) -> None:
    with pytest.raises(TypeError):
        canonical(bad)


def test_digest_is_sha256_of_the_spelling() -> None:
    assert digest({"b": 1, "a": 2}) == hashlib.sha256(b'{"a":2,"b":1}').hexdigest()
    assert digest({"a": 1}) != digest({"a": "1"})
