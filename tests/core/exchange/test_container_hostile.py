"""reliability.md, row 6: signed by an enrolled computer and encrypted to us, and still not to be trusted."""

from __future__ import annotations

import hashlib
import io
import os
import random
import tracemalloc
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING

import pyrage
import pytest

from danyang_desktop.base.canonical import canonical
from danyang_desktop.exchange import container
from danyang_desktop.exchange.bundle_refusals import BadContent, BundleRefused
from danyang_desktop.exchange.payload import LIMITS
from tests.helpers.bundles import PHOTO, Desk, mutate, zip_of

if TYPE_CHECKING:
    from pathlib import Path

    from danyang_desktop.exchange.container import Proven
    from danyang_desktop.exchange.payload import Limits

HASH = hashlib.sha256(PHOTO).hexdigest()
ONE = {"counts": {"records": {"visits": 1}, "photos": 0, "photo_bytes": 0}}
WITH_PHOTO = {"records": {}, "photos": 1, "photo_bytes": len(PHOTO)}


@pytest.fixture(scope="module")
def desk() -> Desk:
    return Desk.make()


def read_all(proven: Proven, desk: Desk, limits: Limits) -> None:
    with container.open_payload(proven, desk.office.identity, limits=limits) as payload:
        list(payload.records())
        list(payload.photos())


def refusal_of(desk: Desk, path: Path) -> str:
    """Prove the bundle, then read all of it: the first must go well, the second must be refused."""
    proven = desk.verify(path)
    with pytest.raises(BadContent) as refusal:
        read_all(proven, desk, LIMITS)
    assert refusal.value.sentence.startswith("文件里的内容不对（")
    return refusal.value.detail


def test_an_honest_forgery_is_read(desk: Desk, tmp_path: Path) -> None:
    """The control: the forger's tools are good enough, so the refusals below are for the content."""
    path = tmp_path / "a.dyb"
    counts = {"records": {"visits": 1}, "photos": 1, "photo_bytes": len(PHOTO)}
    desk.forge_zip(
        path,
        zip_of(b'{"kind":"visits"}\n', more=[(f"photos/{HASH}.jpg", PHOTO)], counts=counts),
        counts={"visits": 1},
        photos=1,
    )
    assert desk.read(path) == ([{"kind": "visits"}], [PHOTO])


LINES = {
    "not json": b"{visits}\n",
    "not utf-8": b'{"kind":"visits","a":"\xff"}\n',
    "a list": b'["visits"]\n',
    "a number": b"17\n",
    "no kind": b'{"uid":"1"}\n',
    "kind is a number": b'{"kind":1}\n',
    "kind of another shape": b'{"kind":"../visits"}\n',
    "nan": b'{"kind":"visits","cash":NaN}\n',
    "infinity": b'{"kind":"visits","cash":-Infinity}\n',
    "infinity by size": b'{"kind":"visits","cash":1e400}\n',
    "65 bits": b'{"kind":"visits","cash":9223372036854775808}\n',
    "four thousand digits": b'{"kind":"visits","cash":' + b"7" * 4500 + b"}\n",
    "a key twice": b'{"kind":"visits","kind":"talks"}\n',
    "nul": b'{"kind":"visits","a":"\\u0000"}\n',
    "half a surrogate": b'{"kind":"visits","a":"\\udfff"}\n',
    "17 levels": b'{"kind":"visits","a":' + b"[" * 16 + b"]" * 16 + b"}\n",
    "100,000 levels": b'{"kind":"visits","a":' + b"[" * 100_000 + b"\n",
    "an empty line": b'{"kind":"visits"}\n\n',
    "windows line ends and a blank": b'{"kind":"visits"}\r\n \r\n',
    "no line end": b'{"kind":"visits"}',
    "byte order mark": b'\xef\xbb\xbf{"kind":"visits"}\n',
    "another kind than counted": b'{"kind":"talks"}\n',
    "one line more than counted": b'{"kind":"visits"}\n{"kind":"visits"}\n',
    "one line less than counted": b"",
}


@pytest.mark.parametrize("lines", LINES.values(), ids=LINES.keys())
def test_lines(desk: Desk, tmp_path: Path, lines: bytes) -> None:
    path = tmp_path / "a.dyb"
    desk.forge_zip(path, zip_of(lines, **ONE), counts={"visits": 1})
    refusal_of(desk, path)


NAMES = [
    "../evil.jpg",
    "photos/../../evil.jpg",
    f"../photos/{HASH}.jpg",
    f"/photos/{HASH}.jpg",
    f"photos//{HASH}.jpg",
    f"photos\\{HASH}.jpg",
    f"photos/{HASH}.jpg\0.exe",
    f"photos/{HASH}.jpg\n",
    f"photos/{HASH}.JPG",
    f"photos/{HASH.upper()}.jpg",
    f"photos/{HASH}.jpg.exe",
    f"photos/{HASH}.jpg ",
    f"photos/{HASH[:63]}.jpg",
    f"photos/{HASH[:63]}０.jpg",
    f"photos/{HASH}.jpg/",
    "C:evil.jpg",
    "CON",
    "照片.jpg",
    "records.jsonl/x",
    "",
]


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_names(desk: Desk, tmp_path: Path, name: str) -> None:
    info = zipfile.ZipInfo("x")
    info.filename = info.orig_filename = name
    path = tmp_path / "a.dyb"
    desk.forge_zip(path, zip_of(more=[(info, PHOTO)], counts=WITH_PHOTO), photos=1)
    refusal_of(desk, path)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_the_same_name_twice(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "a.dyb"
    desk.forge_zip(path, zip_of(more=[("schema.json", b"{}")]))
    assert "同名" in refusal_of(desk, path)


@pytest.mark.parametrize("left_out", ["schema.json", "records.jsonl", "counts.json"])
def test_a_file_left_out(desk: Desk, tmp_path: Path, left_out: str) -> None:
    out = io.BytesIO()
    honest = zipfile.ZipFile(io.BytesIO(zip_of()))
    with zipfile.ZipFile(out, "w") as archive:
        for name in set(honest.namelist()) - {left_out}:
            archive.writestr(name, honest.read(name))
    desk.forge_zip(tmp_path / "a.dyb", out.getvalue())
    refusal_of(desk, tmp_path / "a.dyb")


def test_a_photo_that_is_not_its_hash(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "a.dyb"
    other = PHOTO[:-1] + b"!"
    desk.forge_zip(path, zip_of(more=[(f"photos/{HASH}.jpg", other)], counts=WITH_PHOTO), photos=1)
    assert "照片" in refusal_of(desk, path)


TALLIES: list[tuple[object, dict[str, object]]] = [
    ({"records": {}, "photos": 1, "photo_bytes": 0}, {}),
    ({"records": {}, "photos": 0, "photo_bytes": 9}, {}),
    ({"records": {"visits": 1}, "photos": 0, "photo_bytes": 0}, {}),
    ({"records": [], "photos": 0, "photo_bytes": 0}, {}),
    ({"records": None}, {}),
    ({"records": {}, "photos": "0", "photo_bytes": 0}, {}),
    ({"records": {}, "photos": 0, "photo_bytes": 0, "receipt_key": "zz"}, {}),
    ({"records": {}, "photos": 0, "photo_bytes": 0, "receipt_key": "ab" * 400}, {}),
    ({"records": {}, "photos": 0, "photo_bytes": 0}, {"photos": 1}),
    ({"records": {}, "photos": 0, "photo_bytes": 0}, {"counts": {"visits": 1}}),
    (b"[]", {}),
    (b"", {}),
    (b'{"records":' + b"[" * 5000, {}),
    (canonical({"records": {}, "photos": 0, "photo_bytes": 0, "pad": " " * (LIMITS.small_bytes + 1)}), {}),
]


@pytest.mark.parametrize(("tally", "header"), TALLIES, ids=range(len(TALLIES)))
def test_counts(desk: Desk, tmp_path: Path, tally: object, header: dict[str, object]) -> None:
    path = tmp_path / "a.dyb"
    desk.forge_zip(path, zip_of(counts=tally), **header)
    refusal_of(desk, path)


@pytest.mark.parametrize("schema", [b"", b"[]", b"{", b'{"a":NaN}', b"{}" + b" " * (LIMITS.small_bytes + 1)])
def test_schema(desk: Desk, tmp_path: Path, schema: bytes) -> None:
    desk.forge_zip(tmp_path / "a.dyb", zip_of(schema=schema))
    refusal_of(desk, tmp_path / "a.dyb")


def test_a_zip_bomb_is_refused_before_it_unfolds(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "a.dyb"
    desk.forge_zip(path, zip_of(bytes(64 * 1024**2), **ONE), counts={"visits": 1})
    tracemalloc.start()
    try:
        assert "太大" in refusal_of(desk, path)
        assert tracemalloc.get_traced_memory()[1] < 8 * 1024**2
    finally:
        tracemalloc.stop()


def test_one_line_without_end_is_refused_at_four_mebibytes(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "a.dyb"
    line = b'{"kind":"visits","a":"' + os.urandom(12 * 1024**2).hex().encode() + b'"}\n'
    desk.forge_zip(path, zip_of(line, **ONE), counts={"visits": 1})
    proven = desk.verify(path)
    tracemalloc.start()
    try:
        with container.open_payload(proven, desk.office.identity) as payload:
            already = tracemalloc.get_traced_memory()[0]
            with pytest.raises(BadContent, match="有一行太长"):
                list(payload.records())
            assert tracemalloc.get_traced_memory()[1] < already + 32 * 1024**2
    finally:
        tracemalloc.stop()


def test_too_many_entries(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "a.dyb"
    many = [(f"photos/{at:064x}.jpg", b"") for at in range(50)]
    counts = {"records": {}, "photos": 50, "photo_bytes": 0}
    desk.forge_zip(path, zip_of(more=many, counts=counts), photos=50)
    with pytest.raises(BadContent, match="个数"):
        container.open_payload(desk.verify(path), desk.office.identity, limits=replace(LIMITS, entries=52))
    with container.open_payload(desk.verify(path), desk.office.identity, limits=replace(LIMITS, entries=53)) as payload:
        assert len(payload.photo_hashes) == 50


@pytest.mark.parametrize("limit", ["total_bytes", "photo_bytes", "records_bytes", "line_bytes"])
def test_caps(desk: Desk, tmp_path: Path, limit: str) -> None:
    path = tmp_path / "a.dyb"
    counts = {"records": {"visits": 1}, "photos": 1, "photo_bytes": len(PHOTO)}
    line = b'{"kind":"visits","a":"' + b"x" * 300 + b'"}\n'
    desk.forge_zip(
        path, zip_of(line, more=[(f"photos/{HASH}.jpg", PHOTO)], counts=counts), counts={"visits": 1}, photos=1
    )
    proven = desk.verify(path)
    read_all(proven, desk, LIMITS)
    with pytest.raises(BadContent, match=r"太大|太长"):
        read_all(proven, desk, replace(LIMITS, **{limit: 200}))


def test_every_byte_of_a_signed_zip_changed(desk: Desk, tmp_path: Path) -> None:
    """Nothing but a refusal, whatever is wrong inside; some changes (dates, permissions) change nothing."""
    path = tmp_path / "a.dyb"
    counts = {"records": {"visits": 2}, "photos": 1, "photo_bytes": len(PHOTO)}
    lines = b'{"kind":"visits"}\n' * 2
    honest = zip_of(lines, more=[(f"photos/{HASH}.jpg", PHOTO)], counts=counts)
    refused = 0
    for at in range(len(honest)):
        made = bytearray(honest)
        made[at] ^= 0xFF
        desk.forge_zip(path, bytes(made), counts={"visits": 2}, photos=1)
        try:
            read = desk.read(path)
        except BadContent:
            refused += 1
        else:
            assert read == ([{"kind": "visits"}] * 2, [PHOTO])
    assert refused > len(honest) * 0.6


HEADERS: list[dict[str, object]] = [
    {"format": "1"},
    {"format": 0},
    {"format": True},
    {"format": 1.0},
    {"direction": {}},
    {"since": {"epoch": 1, "upto": 1, "head": [], "office_epoch": 1}},
    {"device": {}},
    {"counts": {"visits": {}}},
    {"branch_code": "../../etc"},
    {"branch_code": 32119910120301},
    {"branch_name": "王\n"},
    {"branch_name": "x" * 61},
    {"branch_name": None},
    {"device": "no"},
    {"epoch": -1},
    {"epoch": True},
    {"seq": 0},
    {"seq": 1.0},
    {"made_at": "2026"},
    {"from_on": "2026-13-01"},
    {"to_on": 5},
    {"previous": 7},
    {"since": []},
    {"since": {"upto": 1}},
    {"full": "no"},
    {"direction": "left"},
    {"recipients": []},
    {"recipients": ["age1x"] * 99},
    {"recipients": [None]},
    {"recipients": "age1abcdefghijkl"},
    {"counts": {"visits": -1}},
    {"counts": {"../": 1}},
    {"counts": [1]},
    {"counts": {f"k{at}": 1 for at in range(99)}},
    {"photos": 1.5},
    {"payload_bytes": 1 << 40},
]


@pytest.mark.parametrize("changes", HEADERS, ids=range(len(HEADERS)))
def test_headers(desk: Desk, tmp_path: Path, changes: dict[str, object]) -> None:
    path = tmp_path / "a.dyb"
    desk.forge_zip(path, zip_of(), **changes)
    with pytest.raises(BadContent, match=r"包头的 \w+ 不对"):
        desk.verify(path)


AGE_FILES = {
    "no age at all": b"PK\3\4" * 50,
    "an age header without end": b"age-encryption.org/v1\n-> X25519 " + b"A" * 100_000,
    "cut off": None,
}


@pytest.mark.parametrize("payload", AGE_FILES.values(), ids=AGE_FILES.keys())
def test_signed_but_not_age(desk: Desk, tmp_path: Path, payload: bytes | None) -> None:
    path = tmp_path / "a.dyb"
    data = payload or pyrage.encrypt(zip_of(), [desk.office.identity.to_public()])[:-1]
    path.write_bytes(desk.forge(desk.honest_header(data), data))
    assert "加密" in refusal_of(desk, path)


def test_an_age_header_for_a_thousand_others_besides_us_is_not_read(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "a.dyb"
    us = desk.office.identity.to_public()
    inside = zip_of()
    data = pyrage.encrypt(inside, [us] * 1000)
    assert pyrage.decrypt(data, [desk.office.identity]) == inside
    path.write_bytes(desk.forge(desk.honest_header(data), data))
    assert "加密" in refusal_of(desk, path)


def test_the_header_names_us_but_the_payload_is_for_another(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "a.dyb"
    data = pyrage.encrypt(zip_of(), [pyrage.x25519.Identity.generate().to_public()])
    path.write_bytes(desk.forge(desk.honest_header(data), data))
    assert "加密" in refusal_of(desk, path)


@pytest.mark.parametrize("part", ["header", "zip"])
def test_signed_mutations_meet_a_refusal_and_nothing_else(desk: Desk, tmp_path: Path, part: str) -> None:
    chance = random.Random(8)
    path = tmp_path / "a.dyb"
    archive = zip_of(b'{"kind":"visits"}\n', **ONE)
    payload = pyrage.encrypt(archive, [desk.office.identity.to_public()])
    header = canonical(desk.honest_header(payload, counts={"visits": 1}))
    refused = 0
    for _ in range(400):
        if part == "header":
            path.write_bytes(desk.forge(mutate(chance, header, header[::-1]), payload))
        else:
            desk.forge_zip(path, mutate(chance, archive, archive[::-1]), counts={"visits": 1})
        try:
            read = desk.read(path)
        except BundleRefused:
            refused += 1
        else:
            assert read == ([{"kind": "visits"}], [])
    assert refused > 300
