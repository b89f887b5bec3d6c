"""Headings and foot lines as offices write them, brought to one form so that they can be compared."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Any

_BRACKETS = re.compile(r"[（(\[【〔{<《].*?[)）\]】〕}>》]")
_NOT_WORD = re.compile(r"[\W_]+")
_ASIDE = re.compile(r"必填|选填|可不填|非必填")
_TAIL = re.compile(r"(?:号码|姓名|名称|情况|时间|日期|年月日|年月|号|数)$")
_FRONT = re.compile(
    r"^(?:(?:联系|家庭|本人|人员|党员|村民|居民|对象|现|常|详细|所在|所属|公民|居民|具体|主要|基本|本次|有无|是否|其中|个人))+"
)
_TOTALS = ("合计", "总计", "小计", "累计", "共计", "本页合计", "本页小计", "合计金额", "总合计")
_SIGNED = (
    "填表人|填报人|填表单位|填报单位|填表时间|填报时间|填报日期|填表日期|制表人|制表|制表日期|审核人|审核|审批人|复核人|复核|负责人|"
    "单位负责人|支部书记|经办人|经手人|领导签字|主要领导|分管领导|盖章|公章|单位盖章|联系人|联系电话|报送人|报送时间|统计人|录入人|记录人|监督人"
)
_SIGNATURE = re.compile(rf"(?:{_SIGNED})(?:（[^）]*）|\([^)]*\))?\s*[：:]")
_BARE_SIGNATURE = re.compile(rf"(?:{_SIGNED})(?:签字|签名|签章)?|备注|说明|注")
_NOTE = re.compile(r"(?:备?注|说明|填表说明|填报说明|附注|附|注意|提示)\s*(?:[：:]|\d|[一1][、.．])")


def heading(cell: Any) -> str:
    """Return a heading without spaces, signs, units and asides: "*身份证 号码（必填）" -> "身份证号码"."""
    return _heading(cell) if isinstance(cell, str) else ""


@lru_cache(maxsize=1024)
def _heading(cell: str) -> str:
    """Work a heading out: each row of a sheet is compared with the same few, lest it be the headings once more."""
    text = unicodedata.normalize("NFKC", cell)
    bare = _NOT_WORD.sub("", _ASIDE.sub("", _BRACKETS.sub("", text)))
    return (bare or _NOT_WORD.sub("", _ASIDE.sub("", text))).lower()


def looser(bare: str) -> str:
    """Return a heading without the words that only say what sort of thing it is: 走访时间 and 走访日期 are one."""
    return _TAIL.sub("", bare) or bare


def without_front(bare: str) -> str:
    """Return a heading without words in front that narrow nothing: 联系电话 -> 电话."""
    return _FRONT.sub("", bare) or bare


def squeezed(cell: Any) -> str:
    """Return the text of a cell without any blanks, full-width colons half; "" for what is no text."""
    return "".join(unicodedata.normalize("NFKC", cell).split()) if isinstance(cell, str) else ""


def is_total(cell: Any) -> bool:
    """Tell whether a cell opens a line of totals (合  计)."""
    text = squeezed(cell).rstrip(":")
    return text in _TOTALS or bool(re.fullmatch(r"(?:合计|总计|共计)[\d,.]+[人户元件条次]*", text))


def is_signature(cell: Any) -> bool:
    """Tell whether a cell opens a line of signatures (填表人：) or a note (注：)."""
    text = squeezed(cell)
    return bool(_SIGNATURE.match(text) or _NOTE.match(text) or _BARE_SIGNATURE.fullmatch(text))
