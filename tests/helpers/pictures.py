"""Photos as telephones make them: turned, and telling where they were taken."""

from __future__ import annotations

import io
import random

from PIL import Image

SECRET = "32.0071N119.5733E"
RED, BLUE = (200, 30, 30), (30, 30, 200)


def photo(width: int = 400, height: int = 300, *, turned: int = 1, kind: str = "JPEG") -> bytes:
    """Return a picture whose upper half is red and whose lower half is blue as stored; `turned` is its EXIF word."""
    picture = Image.new("RGB", (width, height), RED)
    picture.paste(BLUE, (0, height // 2, width, height))
    exif = Image.Exif()
    exif[0x0112] = turned  # Orientation
    exif[0x010E] = SECRET  # ImageDescription
    exif.get_ifd(0x8825)[1] = "N"  # GPSLatitudeRef
    exif.get_ifd(0x8825)[2] = (32.0, 0.0, 25.5)
    out = io.BytesIO()
    if kind == "JPEG":
        picture.save(out, kind, exif=exif, comment=SECRET.encode(), xmp=f"<x>{SECRET}</x>".encode(), quality=90)
    else:
        picture.save(out, kind, exif=exif)
    return out.getvalue()


def noise(seed: int, width: int = 300, height: int = 200) -> bytes:
    """Return a picture that no compression makes small, another one for each seed: about 40 KB."""
    out = io.BytesIO()
    Image.frombytes("RGB", (width, height), random.Random(seed).randbytes(width * height * 3)).save(out, "JPEG")
    return out.getvalue()
