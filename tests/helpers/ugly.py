"""What hands and spreadsheets bring, kind by kind: what it is read as, or that it is refused with a sentence.

A row is (kind, what comes, what it is). `REFUSED` stands for a sentence of the kind itself or of the parser.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from danyang_desktop.declare.kinds import (
    KINDS,
    Choice,
    Choices,
    Date,
    Hours,
    LongText,
    Money,
    Number,
    People,
    Period,
    Photos,
    Ref,
    Rows,
    Text,
    Time,
    YesNo,
)
from danyang_desktop.declare.look import Link
from tests.helpers.toy import NEIGHBOURS, Present

REFUSED = "refused"
TODAY = dt.date(2026, 11, 23)


def named(kind: Any) -> Any:
    """Give a kind the name that a record would give it."""
    kind.name = "field"
    return kind


ID = named(Text("身份证号", form="id_no"))
NAME = named(Text("姓名", form="name"))
PHONE = named(Text("电话", form="phone"))
ACCOUNT = named(Text("账号", form="account"))
CODE = named(Text("编号", form="code"))
LINE = named(Text("地点", most=10))
LONG = named(LongText("经过", most=20, least=2))
NUMBER = named(Number("分钟", high=1440, unit="分钟"))
HOURS = named(Hours("时长"))
SIGNED = named(Number("温度", low=-40, high=50))
MONEY = named(Money("慰问金"))
DATE = named(Date("日期"))
MONTHLY = named(Date("出生日期", whole=False))
TIME = named(Time("几点"))
PERIOD = named(Period("月份"))
CHOICE = named(Choice("做什么", ("买菜", "修灯", "陪诊看病")))
CHOICES = named(Choices("类别", ("困难党员", "老党员", "低保户")))
YES = named(YesNo("道谢了没有"))
REF = named(Ref(NEIGHBOURS, "帮了谁"))
PEOPLE = named(People(NEIGHBOURS, "谁去的"))
ROWS = named(Rows("回礼", Present, most=3))
PHOTOS = named(Photos())

# Typed into a form.
TYPED: dict[str, list[tuple[Any, str, Any]]] = {
    "text": [
        (LINE, "  村口　", "村口"),
        (LINE, "村\u200b口", "村口"),
        (LINE, "村口\x00", "村口"),
        (LINE, "", ""),
        (LINE, "一二三四五六七八九十", "一二三四五六七八九十"),
        (LINE, "一二三四五六七八九十一", REFUSED),
        (NAME, "王 桂 兰", "王桂兰"),
        (NAME, "王桂兰2", REFUSED),
        (NAME, "王？兰", REFUSED),
        (NAME, "王\ue81a", "王㑳"),
        (NAME, "阿依•古丽", "阿依·古丽"),
        (NAME, "马国𠅤", "马国𠅤"),
        (NAME, "", ""),
        (ID, "321199 19500314 003x", "32119919500314003X"),
        (ID, "３２１１９９１９５００３１４００３Ｘ", "32119919500314003X"),
        (ID, "3.21181E+17", REFUSED),
        (ID, "321199500314003", REFUSED),
        (ID, "321199195003140031", REFUSED),
        (ID, "321199195002300000", REFUSED),
        (ID, "32119919500314000", REFUSED),
        (PHONE, "138-0000-0021", "13800000021"),
        (PHONE, "+86 13800000021", "13800000021"),
        (PHONE, "86123456", REFUSED),
        (PHONE, "（0511）86123456", "0511-86123456"),
        (PHONE, "1380000002", REFUSED),
        (PHONE, "没有", REFUSED),
        (ACCOUNT, "6222 0211 0400 1234 567", "6222021104001234567"),
        (ACCOUNT, "6.22202E+18", REFUSED),
        (ACCOUNT, "12345", REFUSED),
        (CODE, "ＺＦ－００１", "ZF-001"),
    ],
    "long_text": [
        (LONG, "第一行\r\n第二行", "第一行\n第二行"),
        (LONG, "短", REFUSED),
        (LONG, "长" * 21, REFUSED),
        (LONG, "", ""),
        (LONG, "\u2028行\x07里", "行里"),
    ],
    "number": [
        (NUMBER, "３０", 30),
        (NUMBER, "1,200", 1200),
        (NUMBER, "30分钟", 30),
        (NUMBER, "30.0", 30),
        (NUMBER, "1e2", REFUSED),
        (NUMBER, "", None),
        (NUMBER, " ", None),
        (NUMBER, "三十", REFUSED),
        (NUMBER, "30.5", REFUSED),
        (NUMBER, "1441", REFUSED),
        (NUMBER, "-1", REFUSED),
        (NUMBER, "nan", REFUSED),
        (NUMBER, "Infinity", REFUSED),
        (NUMBER, "1e400", REFUSED),
        (NUMBER, "1" * 5000, REFUSED),
        (NUMBER, "0x1F", REFUSED),
        (SIGNED, "-5", -5),
        (HOURS, "1.5", 90),
        (HOURS, "２小时", 120),
        (HOURS, "", None),
        (HOURS, "-1", REFUSED),
        (HOURS, "半小时", REFUSED),
        (HOURS, "1e999999", REFUSED),
        (SIGNED, "－５", -5),
        (NUMBER, "1_0", REFUSED),
        (NUMBER, "1e999999", REFUSED),
    ],
    "money": [
        (MONEY, "500", 50_000),
        (MONEY, "1,234.50元", 123_450),
        (MONEY, "0.5万", 500_000),
        (MONEY, "叁佰元整", 30_000),
        (MONEY, "￥１００", 10_000),
        (MONEY, "", None),
        (MONEY, "1.005", REFUSED),
        (MONEY, "-5", REFUSED),
        (MONEY, "一百多", REFUSED),
        (MONEY, "1e3", REFUSED),
        (MONEY, "999999999999", REFUSED),
        (MONEY, "nan", REFUSED),
        (MONEY, "5毛", 50),
    ],
    "date": [
        (DATE, "2024.3.5", dt.date(2024, 3, 5)),
        (DATE, "2024年3月5日", dt.date(2024, 3, 5)),
        (DATE, "20240305", dt.date(2024, 3, 5)),
        (DATE, "２０２４／３／５", dt.date(2024, 3, 5)),
        (DATE, "二〇二四年三月五日", dt.date(2024, 3, 5)),
        (DATE, "11月5日", dt.date(2026, 11, 5)),
        (DATE, "12.31", dt.date(2025, 12, 31)),
        (DATE, "", None),
        (DATE, " ", None),
        (DATE, "2024-02-30", REFUSED),
        (DATE, "二〇二四年三月", REFUSED),
        (DATE, "2024", REFUSED),
        (DATE, "下周二", REFUSED),
        (DATE, "正月初五", REFUSED),
        (DATE, "1600-01-01", REFUSED),
        (DATE, "24/13/45", REFUSED),
        (MONTHLY, "二〇二四年三月", dt.date(2024, 3, 1)),
        (MONTHLY, "1950", dt.date(1950, 1, 1)),
    ],
    "time": [
        (TIME, "9:30", 570),
        (TIME, "９：３０", 570),
        (TIME, "930", 570),
        (TIME, "9点半", 570),
        (TIME, "下午3点", 900),
        (TIME, "三点一刻", 195),
        (TIME, "", None),
        (TIME, "25:00", REFUSED),
        (TIME, "9:75", REFUSED),
        (TIME, "早上", REFUSED),
    ],
    "period": [
        (PERIOD, "2026年11月", "2026-11"),
        (PERIOD, "2026.11", "2026-11"),
        (PERIOD, "202611", "2026-11"),
        (PERIOD, "11月", "2026-11"),
        (PERIOD, "12月", "2025-12"),
        (PERIOD, "上月", "2026-10"),
        (PERIOD, "2026-11-23", "2026-11"),
        (PERIOD, "", ""),
        (PERIOD, "2026", REFUSED),
        (PERIOD, "13月", REFUSED),
        (PERIOD, "十一", REFUSED),
    ],
    "choice": [
        (CHOICE, "修灯", "修灯"),
        (CHOICE, " 修灯 ", "修灯"),
        (CHOICE, "陪诊", "陪诊看病"),
        (CHOICE, "去修灯了", "修灯"),
        (CHOICE, "", ""),
        (CHOICE, "种地", REFUSED),
        (CHOICE, "菜灯", REFUSED),
    ],
    "choices": [
        (CHOICES, "低保户、老党员", ["低保户", "老党员"]),
        (CHOICES, "低保户/老党员", ["低保户", "老党员"]),
        (CHOICES, "低保", ["低保户"]),
        (CHOICES, "低保户，低保户", ["低保户"]),
        (CHOICES, "", []),
        (CHOICES, "、", []),
        (CHOICES, "低保户、富户", REFUSED),
        (CHOICES, "党员", REFUSED),
    ],
    "yes_no": [
        (YES, "是", True),
        (YES, "有", True),
        (YES, "√", True),
        (YES, "Y", True),
        (YES, "1", True),
        (YES, "否", False),
        (YES, "无", False),
        (YES, "×", False),
        (YES, "0", False),
        (YES, "", None),
        (YES, "也许", REFUSED),
        (YES, "2", REFUSED),
    ],
    "ref": [
        (REF, "王 桂 兰", Link("", "王桂兰")),
        (REF, "", None),
        (REF, "　", None),
        (REF, "马国𠅤", Link("", "马国𠅤")),
    ],
    "people": [
        (PEOPLE, "周建民、许敏", [Link("", "周建民"), Link("", "许敏")]),
        (PEOPLE, "周建民，许 敏；何志强", [Link("", "周建民"), Link("", "许敏"), Link("", "何志强")]),
        (PEOPLE, "周建民、周建民", [Link("", "周建民")]),
        (PEOPLE, "周建民 许敏", [Link("", "周建民"), Link("", "许敏")]),
        (PEOPLE, "周建民　许敏 何志强", [Link("", "周建民"), Link("", "许敏"), Link("", "何志强")]),
        (PEOPLE, "王 芳", [Link("", "王芳")]),
        (PEOPLE, "欧阳 文松 许敏", [Link("", "欧阳文松"), Link("", "许敏")]),
        (PEOPLE, "周建民 许 敏", [Link("", "周建民许敏")]),
        (PEOPLE, "王桂兰（3组） 许敏", [Link("", "王桂兰（3组）许敏")]),
        (PEOPLE, "、、", []),
        (PEOPLE, "", []),
    ],
    "rows": [
        (ROWS, "", []),
        (ROWS, "、 、", []),
        (ROWS, "鸡蛋、青菜、米、油", REFUSED),
        (ROWS, "蛋" * 101, REFUSED),
    ],
    "photos": [(PHOTOS, "", []), (PHOTOS, "  ", []), (PHOTOS, "照片.jpg", REFUSED)],
}

# What a workbook's cells hold.
CELLS: dict[str, list[tuple[Any, Any, Any]]] = {
    "text": [
        (LINE, None, ""),
        (LINE, 12.0, "12"),
        (LINE, 12.5, "12.5"),
        (LINE, True, "是"),
        (PHONE, 13800000021.0, "13800000021"),
        (ID, 3.21199195003140e17, REFUSED),
        (ID, 321199195003140000, REFUSED),
        (ID, 321199500314003.0, REFUSED),
        (ID, float("nan"), REFUSED),
        (ACCOUNT, 6.222021104001234e18, REFUSED),
        (NAME, 7, REFUSED),
    ],
    "long_text": [(LONG, None, ""), (LONG, 20260305.0, "20260305")],
    "number": [
        (NUMBER, 30.0, 30),
        (NUMBER, 30, 30),
        (NUMBER, None, None),
        (NUMBER, "", None),
        (NUMBER, 30.5, REFUSED),
        (NUMBER, "三十", REFUSED),
    ],
    "money": [
        (MONEY, 500.0, 50_000),
        (MONEY, 0.1 + 0.2, 30),
        (MONEY, 1234.5, 123_450),
        (MONEY, 300, 30_000),
        (MONEY, None, None),
        (MONEY, 1.005, REFUSED),
        (MONEY, -1.0, REFUSED),
        (MONEY, float("nan"), REFUSED),
        (MONEY, float("inf"), REFUSED),
        (MONEY, 1e30, REFUSED),
        (MONEY, "面议", REFUSED),
    ],
    "date": [
        (DATE, dt.date(2024, 3, 5), dt.date(2024, 3, 5)),
        (DATE, dt.datetime(2024, 3, 5, 12), dt.date(2024, 3, 5)),
        (DATE, "2024.3.5", dt.date(2024, 3, 5)),
        (DATE, 20240305.0, dt.date(2024, 3, 5)),
        (DATE, None, None),
        (DATE, "", None),
        (DATE, 1e300, REFUSED),
        (DATE, True, REFUSED),
        (DATE, "2024-02-30", REFUSED),
    ],
    "time": [
        (TIME, dt.time(9, 30), 570),
        (TIME, 0.5, 720),
        (TIME, dt.datetime(2026, 1, 1, 8, 0), 480),
        (TIME, "9:30", 570),
        (TIME, None, None),
        (TIME, 0.9999999, REFUSED),
        (TIME, "明天", REFUSED),
    ],
    "period": [
        (PERIOD, dt.date(2026, 11, 23), "2026-11"),
        (PERIOD, dt.datetime(2026, 1, 2), "2026-01"),
        (PERIOD, 202611.0, "2026-11"),
        (PERIOD, "2026年11月", "2026-11"),
        (PERIOD, None, ""),
        (PERIOD, "13月", REFUSED),
    ],
    "choice": [(CHOICE, "修灯", "修灯"), (CHOICE, None, ""), (CHOICE, 7.0, REFUSED)],
    "choices": [(CHOICES, "低保户、老党员", ["低保户", "老党员"]), (CHOICES, None, []), (CHOICES, 7.0, REFUSED)],
    "yes_no": [
        (YES, True, True),
        (YES, False, False),
        (YES, 1.0, True),
        (YES, 0.0, False),
        (YES, "√", True),
        (YES, None, None),
        (YES, 7.0, REFUSED),
    ],
    "ref": [(REF, "王桂兰", Link("", "王桂兰")), (REF, None, None)],
    "people": [(PEOPLE, "周建民\n许敏", [Link("", "周建民"), Link("", "许敏")]), (PEOPLE, None, [])],
    "rows": [(ROWS, None, []), (ROWS, "", [])],
    "photos": [(PHOTOS, None, []), (PHOTOS, "x", REFUSED)],
}

NAMES = [kind.name_of_kind for kind in KINDS]
