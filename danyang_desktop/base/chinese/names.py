"""Names of people: tidied, checked, and split into surname and given name.

Character set: GB 18030-2022 at level 3, so every Han character Unicode has is good, in the supplementary planes too.
"""

from __future__ import annotations

import unicodedata

from danyang_desktop.base.chinese.text import clean

_COMPOUND_TABLE = """
    欧阳 上官 诸葛 司马 夏侯 皇甫 东方 公孙 慕容 宇文 万俟 尉迟 长孙 令狐 澹台 司徒 司空 闻人 赫连 淳于 单于 太叔 申屠
    仲孙 轩辕 钟离 鲜于 闾丘 司寇 南宫 端木 独孤 公羊 公冶 宗政 濮阳 拓跋 百里 呼延 东郭 西门 微生 左丘 梁丘 亓官 漆雕
    乐正 第五 公良 谷梁 宰父 段干 巫马 颛孙 壤驷 羊舌 归海 东门 南门
"""
COMPOUND_SURNAMES = frozenset(_COMPOUND_TABLE.split())
_COMPOUND = 2
_MOST = 50
_WHOLE_NAMES = range(2, 5)  # characters of a Han name
_DOT = "·"
_WIDE_LETTERS = {code: code - 0xFEE0 for code in (*range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
_DOTS = dict.fromkeys(map(ord, "•・．‧∙⋅・"), _DOT)

# Systems before GB 18030 (and Python's codec, for twenty-four of these) keep these characters in the private use area.
# GB 18030-2022 gives them proper code points; six outside the BMP are matched by their shape. Both strings run in the
# order of the old code points.
_OLD_FORMS = "︐︒︑︓︔︕︖︗︘︙"  # U+E78D-E796
_OLD_CHARACTERS = (  # U+E815-E864
    "⺁𠂇𠂉𠃌⺄㑳㑇⺈⺋龴㖞㘚㘎⺌⺗㥮㤘龵㧏㧟㩳㧐龶龷㭎㱮㳠⺧𡗗龸⺪䁖䅟⺮䌷⺳⺶⺷𢦏䎱䎬⺻䏝䓖䙡䙌龹"
    "䜣䜩䝼䞍⻊䥇䥺䥽䦂䦃䦅䦆䦟䦛䦷䦶龺𤇾䲣䲟䲠䲡䱷䲢䴓䴔䴕䴖䴗䴘䴙䶮龻"
)
_PROPER = {0xE78D + place: char for place, char in enumerate(_OLD_FORMS)} | {
    0xE815 + place: char for place, char in enumerate(_OLD_CHARACTERS)
}
_SELECTORS = ((0xFE00, 0xFE0F), (0xE0100, 0xE01EF))
_RADICALS = (0x2E80, 0x2FD5)
_HAN = (
    (0x3007, 0x3007),
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xFA0E, 0xFA29),
    (0x20000, 0x323AF),
)


def is_han(char: str) -> bool:
    """Tell whether `char` is a Han character (or 〇) of any plane."""
    code = ord(char)
    return any(first <= code <= last for first, last in _HAN)


def is_private(char: str) -> bool:
    """Tell whether `char` stands in a private use area, where each computer shows something else."""
    return unicodedata.category(char) == "Co"


def surname_length(name: str) -> int:
    """Return how many characters of `name` are the surname: 2 for 欧阳 and its like, otherwise 1."""
    return _COMPOUND if len(name) > _COMPOUND and name[:_COMPOUND] in COMPOUND_SURNAMES else 1


def normalise_name(text: str) -> str:
    """Return a name as it is kept: NFC, one kind of dot, no invisible characters, no spaces within a Han name.

    Old private-use code points get their character of GB 18030-2022; others stay, for `complain_name` to refuse.
    NFKC is not applied: it would change characters that people are registered under.
    """
    name = clean(text).translate(_PROPER).translate(_DOTS).translate(_WIDE_LETTERS)
    name = "".join(_without_look(char) for char in name)
    name = unicodedata.normalize("NFC", name)
    latin = any(char.isalpha() and not is_han(char) for char in name)
    name = (" " if latin else "").join(name.split())
    return (name if latin else name.replace(".", _DOT)).strip(_DOT)


def apart(text: str) -> list[str]:
    """Part names that only blanks keep apart: 周建民 许敏 is two people; 王 芳 and 欧阳 文松 are one each."""
    parts = text.split()
    if not all(len(part) in _WHOLE_NAMES and all(map(is_han, part)) for part in parts):
        return [text]
    names: list[str] = []
    for part in parts:
        if names and names[-1] in COMPOUND_SURNAMES:
            names[-1] += part
        else:
            names.append(part)
    return names


def _without_look(char: str) -> str:
    """Return what a character stands for: nothing for a variation selector, 文 for the radical ⽂ that a PDF gives."""
    code = ord(char)
    if any(first <= code <= last for first, last in _SELECTORS):
        return ""
    return unicodedata.normalize("NFKC", char) if _RADICALS[0] <= code <= _RADICALS[1] else char


def complain_name(text: str) -> str | None:
    """Say what is wrong with a name, or None: 1 to 50 code points of Han, ·, or Latin letters.

    A name of one character is strange but possible; warning about it is the caller's affair.
    """
    name = normalise_name(text)
    if not name:
        return "姓名还没填。请照户口簿填。"
    if len(name) > _MOST:
        return f"姓名有{len(name)}个字，太长了。请只填一个人的姓名。"
    for char in name:
        sentence = _complain_char(char)
        if sentence:
            return sentence
    if not any(char.isalpha() or is_han(char) for char in name):
        return "姓名里没有字。请照户口簿填。"
    return None


def _complain_char(char: str) -> str | None:
    if is_han(char) or char in "· " or _is_latin(char):
        return None
    if is_private(char):
        return "姓名里有一个自造字，换台电脑就认不出。请用输入法重打这个字。"
    if char in "?？\ufffd□":
        return "姓名里有个字没认出来，成了问号或方框。请照户口簿重打。"
    if char.isdigit():
        return f"姓名里有数字“{char}”。请只填姓名，别的写到备注里。"
    return f"姓名里有“{char}”。请只填姓名，别的写到备注里。"


def _is_latin(char: str) -> bool:
    return char in "-'’." or (char.isalpha() and unicodedata.name(char, "").startswith("LATIN"))
