"""Amounts in capitals, as a receipt and a payment roster carry them.

Rule: 《支付结算办法》 annex 1, 正确填写票据和结算凭证的基本规定. Where the rule leaves a choice, one form is kept:
no 整 after 角, and no 零 for a 元 or 万 place of zero that is followed by another figure.
"""

from __future__ import annotations

from danyang_desktop.base.chinese.numerals import write_number

_CAPITAL = str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟")
_LIMIT_YUAN = 10**16


def amount_in_capitals(fen: int) -> str:
    """Write an amount of fen in capitals, without 人民币 in front: 936000 -> 玖仟叁佰陆拾元整.

    A negative amount begins with 负. Raises ValueError from 10**16 yuan on, which has no name in 万亿.
    """
    if fen < 0:
        return "负" + amount_in_capitals(-fen)
    yuan, rest = divmod(fen, 100)
    if yuan >= _LIMIT_YUAN:
        raise ValueError(f"{fen} fen are more than capitals can name")
    jiao, cents = divmod(rest, 10)
    words = write_number(yuan) + "元" if yuan or not rest else ""
    if jiao:
        words += write_number(jiao) + "角"
    elif cents and yuan:
        words += "零"
    if cents:
        words += write_number(cents) + "分"
    return words.translate(_CAPITAL) + ("" if rest else "整")
