"""Photos: content-addressed in a second encrypted file, shrunk, upright, without EXIF and GPS.

They live apart from the book so that the book stays small enough to back up daily.
"""

from __future__ import annotations

import hashlib
import io
import warnings
from typing import TYPE_CHECKING, Any

from danyang_desktop.base.errors import UserError
from danyang_desktop.store.database import trouble
from danyang_desktop.store.engine import at_once

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from contextlib import AbstractContextManager

    from danyang_desktop.store.engine import Engine

MOST_BYTES = 64 * 1024 * 1024  # a photo file larger than this is refused unread
_MOST_PIXELS = 120_000_000
_TABLE = "CREATE TABLE IF NOT EXISTS photos (digest TEXT PRIMARY KEY, size INTEGER NOT NULL, data BLOB NOT NULL)"
_EDGE = 1600  # px of the longer side
_TARGET = 300_000  # bytes after shrinking, domain.md L1
_TOO_WIDE = "这张照片的尺寸太大了，打不开。请先缩小，再选一次。"
_QUALITIES = (85, 75, 65, 55, 45)


class Attachments:
    """The book's second file, or its place on the county's server."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        if "photos" not in engine.names():
            with at_once(engine):
                engine.execute_sql(_TABLE)

    def close(self) -> None:
        """Close the file."""
        self.engine.close()

    @property
    def connection(self) -> Any:
        """The engine's connection, for the check."""
        return self.engine.connection

    def at_once(self) -> AbstractContextManager[None]:
        """Keep all the photos that are put inside, or none."""
        return at_once(self.engine)

    def put(self, data: bytes) -> str:
        """Keep the bytes of a shrunk photo; returns their sha256. The same photo is kept once."""
        digest = hashlib.sha256(data).hexdigest()
        with trouble():
            self.connection.execute(
                "INSERT INTO photos VALUES (?, ?, ?) ON CONFLICT DO NOTHING", (digest, len(data), data)
            )
        return digest

    def get(self, digest: str) -> bytes | None:
        """Return a photo's bytes, or None."""
        with trouble():
            row = self.connection.execute("SELECT data FROM photos WHERE digest = ?", (digest,)).fetchone()
        return bytes(row[0]) if row else None

    @trouble()
    def get_some(self, digests: list[str]) -> list[bytes | None]:
        """Return the bytes of a few photos, or None, by one question: what asks it does not hold up other threads."""
        asked = ", ".join(["(SELECT data FROM photos WHERE digest = ?)"] * len(digests))
        row = self.connection.execute(f"SELECT {asked}", digests).fetchone()
        return [None if data is None else bytes(data) for data in row]

    @trouble()
    def has(self, digest: str) -> bool:
        """Tell whether a photo is here."""
        row = self.connection.execute("SELECT 1 FROM photos WHERE digest = ?", (digest,)).fetchone()
        return row is not None

    @trouble()
    def sizes(self, digests: list[str]) -> dict[str, int]:
        """Return the sizes in bytes of those of `digests` that are here."""
        found: dict[str, int] = {}
        for digest in digests:
            row = self.connection.execute("SELECT size FROM photos WHERE digest = ?", (digest,)).fetchone()
            if row:
                found[digest] = row[0]
        return found

    @trouble()
    def lacking(self, digests: Collection[str]) -> set[str]:
        """Return those of `digests` that are not here, by one question."""
        if not digests:
            return set()
        among, values = self.engine.among("digest", digests)
        rows = self.connection.execute(f"SELECT digest FROM photos WHERE {among}", values)
        return set(digests).difference(row[0] for row in rows.fetchall())

    def digests(self) -> Iterator[str]:
        """Yield what is here."""
        with trouble():
            rows = self.connection.execute("SELECT digest FROM photos ORDER BY digest").fetchall()
        for row in rows:
            yield row[0]


def shrink(data: bytes) -> bytes:
    """Return a photo as an upright JPEG of at most 1600 px and about 300 KB, without any metadata.

    Raises UserError when the bytes are no picture, whatever the file is called.
    """
    from PIL import Image, ImageOps, UnidentifiedImageError

    if len(data) > MOST_BYTES:
        raise UserError("这张照片太大了（超过 64 MB）。请用手机或画图先缩小，再选一次。", "photos")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # our own limit follows
            with Image.open(io.BytesIO(data)) as opened:
                if opened.width * opened.height > _MOST_PIXELS:
                    raise UserError(_TOO_WIDE, "photos")
                opened.draft("RGB", (_EDGE, _EDGE))
                picture = ImageOps.exif_transpose(opened).convert("RGB")
    except Image.DecompressionBombError as error:
        raise UserError(_TOO_WIDE, "photos") from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise UserError("这个文件不是照片，或者已经坏了。请选 JPG 或 PNG 照片。", "photos") from error
    picture.info.clear()  # a comment would be written again
    picture.thumbnail((_EDGE, _EDGE))
    packed = b""
    for quality in _QUALITIES:
        out = io.BytesIO()
        picture.save(out, "JPEG", quality=quality, optimize=True)
        packed = out.getvalue()
        if len(packed) <= _TARGET:
            break
    return packed
