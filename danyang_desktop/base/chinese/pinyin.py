"""Search keys: the pinyin of a name, whole and as initials, without tones.

pypinyin's table gives the readings; its first reading is wrong for some surnames, so our own table comes first.
"""

from __future__ import annotations

import json
import unicodedata
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

# Where the surname is read otherwise than pypinyin's first reading of the character.
_SURNAME_TABLE = """
    单shan 解xie 仇qiu 区ou 查zha 曾zeng 朴piao 缪miao 翟zhai 盖ge 种chong 乐yue 洗xian 召shao 覃qin 隗wei 秘bi
    祭zhai 员yun 折she 卜bu 繁po 黑he 句gou 么yao 牟mu 重chong 乜nie 阚kan 郇xun 藏zang 薄bo 都du 粘nian 佴nai
"""
_SURNAMES = {entry[0]: entry[1:] for entry in _SURNAME_TABLE.split()}
# Compound surnames whose first character would otherwise be read as a single surname, or by the wrong first reading.
_COMPOUND_TABLE = """
    万俟mo'qi 尉迟yu'chi 长孙zhang'sun 令狐ling'hu 澹台tan'tai 单于chan'yu 鲜于xian'yu 乐正yue'zheng 宰父zai'fu
    拓跋tuo'ba 亓官qi'guan 宿勤su'qin
"""
_COMPOUND = {entry[:2]: entry[2:].split("'") for entry in _COMPOUND_TABLE.split()}
# What parents mean by the character, where that is not the first reading either.
_GIVEN = {"长": "chang", "晟": "sheng", "珩": "heng", "焘": "tao", "曾": "zeng", "翟": "zhai", "缪": "miao"}


def _toneless(reading: str) -> str:
    """Return lǚ as lv: the letters an input method wants."""
    letters = unicodedata.normalize("NFD", reading.replace("ü", "v"))
    letters = letters.replace("u\u0308", "v")
    return "".join(char for char in letters if "a" <= char <= "z")


class _Readings(dict[str, str]):
    """Character -> its reading without tone; "" for what has none; filled from pypinyin's table as it is asked."""

    def __missing__(self, char: str) -> str:
        if char.isascii():
            reading = char.lower() if char.isalnum() else ""
        else:
            reading = _toneless(_load_table().get(str(ord(char)), char.lower()).partition(",")[0])
        self[char] = reading
        return reading


@lru_cache(maxsize=1)
def _load_table() -> dict[str, str]:
    """Read pypinyin's table of characters alone: importing the package would read its 2.5 MB of phrases as well."""
    spec = find_spec("pypinyin")
    for folder in (spec.submodule_search_locations or []) if spec else []:
        path = Path(folder) / "pinyin_dict.json"
        if path.is_file():
            table: dict[str, str] = json.loads(path.read_bytes())
            return table
    # Slow, so only where the file is not found; it also tells the freezer that the package is needed.
    from pypinyin.pinyin_dict import pinyin_dict

    return {str(code): reading for code, reading in pinyin_dict.items()}


_READINGS = _Readings()
_NAME_READINGS = _Readings(_GIVEN)


def syllables(text: str, *, is_name: bool = True) -> list[str]:
    """Return the readings of `text`, one for each character that has one: 王桂兰 -> ["wang", "gui", "lan"].

    A surname has its own reading (单 shan, 万俟 moqi), and so have some characters in given names (长 chang).
    ü is written v. Latin letters and digits are kept, each by itself and in lower case; characters without a known
    reading (much of Ext B) are left out.
    """
    readings = _NAME_READINGS if is_name else _READINGS
    parts = [readings[char] for char in text]
    if is_name and parts:
        compound = _COMPOUND.get(text[:2])
        if compound and len(text) > len(compound):
            parts[:2] = compound
        elif text[0] in _SURNAMES:
            parts[0] = _SURNAMES[text[0]]
    return [part for part in parts if part]


def search_keys(text: str, *, is_name: bool = True) -> tuple[str, str]:
    """Return the pinyin of `text` and its initials, 王桂兰 -> ("wangguilan", "wgl"), as `syllables` reads it."""
    parts = syllables(text, is_name=is_name)
    return "".join(parts), "".join([part[0] for part in parts])
