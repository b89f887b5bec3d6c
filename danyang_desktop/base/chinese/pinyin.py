"""Search keys: the pinyin of a name, whole and as initials, without tones.

pypinyin's table gives the readings; its first reading is wrong for some surnames, so our own table comes first.
"""

from __future__ import annotations

import json
import unicodedata
from importlib.util import find_spec
from pathlib import Path

_SURNAME_TABLE = """
    单shan 解xie 仇qiu 区ou 查zha 曾zeng 朴piao 缪miao 翟zhai 盖ge 种chong 任ren 华hua 乐yue 尹yin 洗xian 冼xian
    召shao 覃qin 隗wei 秘bi 祭zhai 员yun 车che 过guo 叶ye 夏xia 宁ning 那na 佘she 折she 贾jia 柏bai 燕yan 卜bu 繁po
    尉wei 黑he 盛sheng 晟cheng 应ying 句gou 逄pang 幸xing 訾zi 曲qu 么yao 牟mu 相xiang 宿su 哈ha 葛ge 褚chu 重chong
    乜nie 呙guo 撒sa 谌chen 庹tuo 妫gui 阚kan 郗xi 郇xun 占zhan 令ling 舍she 万wan 石shi 谷gu 藏zang 臧zang 俞yu 於yu
    郝hao 薄bo 都du 娄lou 母mu 冯feng 亓qi 郄qie 长zhang 干gan 和he
"""
_SURNAMES = {entry[0]: entry[1:] for entry in _SURNAME_TABLE.split()}
_COMPOUND_TABLE = """
    万俟mo'qi 尉迟yu'chi 长孙zhang'sun 令狐ling'hu 澹台tan'tai 欧阳ou'yang 上官shang'guan 诸葛zhu'ge 司马si'ma
    夏侯xia'hou 皇甫huang'fu 东方dong'fang 公孙gong'sun 慕容mu'rong 宇文yu'wen 单于chan'yu 鲜于xian'yu 淳于chun'yu
    宰父zai'fu 亓官qi'guan 乐正yue'zheng 呼延hu'yan 南宫nan'gong 独孤du'gu 拓跋tuo'ba 百里bai'li 司徒si'tu 端木duan'mu
"""
_COMPOUND = {entry[:2]: entry[2:].split("'") for entry in _COMPOUND_TABLE.split()}
_GIVEN = {"长": "chang", "乐": "le", "晟": "sheng", "調": "tiao", "调": "tiao", "六": "liu", "缪": "miao"}


def _toneless(reading: str) -> str:
    """Return lǚ as lv: the letters an input method wants."""
    letters = unicodedata.normalize("NFD", reading.replace("ü", "v"))
    letters = letters.replace("u\u0308", "v")
    return "".join(char for char in letters if "a" <= char <= "z")


class _Readings(dict[str, str]):
    """Character -> its reading without tone; "" for what has none; filled from pypinyin's table as it is asked."""

    def __init__(self) -> None:
        super().__init__(_GIVEN)
        self._table: dict[str, str] = {}

    def __missing__(self, char: str) -> str:
        if char.isascii():
            reading = char.lower() if char.isalnum() else ""
        else:
            self._table = self._table or _load_table()
            reading = _toneless(self._table.get(str(ord(char)), "").partition(",")[0])
        self[char] = reading
        return reading


def _load_table() -> dict[str, str]:
    """Read pypinyin's table of characters alone: importing the package would read its 2.5 MB of phrases as well."""
    spec = find_spec("pypinyin")
    for folder in (spec.submodule_search_locations or []) if spec else []:
        path = Path(folder) / "pinyin_dict.json"
        if path.is_file():
            table: dict[str, str] = json.loads(path.read_bytes())
            return table
    from pypinyin.pinyin_dict import pinyin_dict

    return {str(code): reading for code, reading in pinyin_dict.items()}


_READINGS = _Readings()


def search_keys(text: str, *, is_name: bool = True) -> tuple[str, str]:
    """Return the pinyin of `text` and its initials: 王桂兰 -> ("wangguilan", "wgl").

    At the head of a name a surname has its own reading (单 shan, 万俟 moqi). Latin letters and digits are kept in
    lower case; characters without a known reading (much of Ext B) are left out.
    """
    parts = [_READINGS[char] for char in text]
    if is_name and parts:
        compound = _COMPOUND.get(text[:2])
        if compound and len(text) > len(compound):
            parts[:2] = compound
        elif text[0] in _SURNAMES:
            parts[0] = _SURNAMES[text[0]]
    return "".join(parts), "".join([part[:1] for part in parts])
