"""The ledger that every renderer prints: ten columns of the visits' sheet, the same texts for all."""

from __future__ import annotations

import json
import os
import random
import tempfile
from pathlib import Path

from danyang_desktop.base.paths import resources
from danyang_desktop.printing.sheets import Column, Sheet, Sum, Table

FONT = resources() / "fonts" / "NotoSerifSC-Regular.ttf"
SIZE = 10.5
"""Type size in points, leading 1.25."""
COLUMNS = (
    Column("序号", 10, "center"), Column("日期", 14, "center"), Column("户主", 18, "center"),
    Column("走访类型", 24, "center"), Column("走访人", 30, "center"), Column("慰问金（元）", 17, "right"),
    Column("慰问品", 25), Column("情况与诉求", 56), Column("办理结果", 50), Column("状态", 18, "center"),
)  # fmt: skip
_NAMES = (
    "王桂兰", "孙玉珍", "徐福根", "陈国富", "何志强", "周建民", "许敏", "吴海燕", "眭洪喜", "冷月明", "束长根",
    "笪文英", "贡小妹", "荆彩凤",
)  # fmt: skip
_KINDS = ["日常走访", "节日慰问", "生病住院", "突发变故", "结对帮扶", "党员进万家", "政策宣传", "矛盾排查", "回访"]
_GOODS = ["大米1袋", "食用油1桶", "棉被1床", "牛奶2箱", "春联1副", "药品1批"]
_SAID = [
    "老人独居，屋顶西边漏雨，想在入冬以前修好。",
    "孩子今年上高中，学费有困难，盼望联系助学。",
    "上月住院两次，自付部分较多，想问大病救助怎么办。",
    "家里四亩田缺劳力，秋收请人帮忙。",
    "夫妻都在外打工，两个孩子由奶奶照看，作业没人辅导。",
    "低保材料到期，需要重新核对收入。",
]
_DONE = [
    "已报镇民政办，11-25上门查看。",
    "联系村医每周上门量血压。",
    "请施工队估价，本月底前修好。",
    "志愿服务队帮收两天。",
    "转交镇团委助学名单，等回复。",
    "材料已补齐，送镇便民中心。",
]


def rows(count: int) -> list[list[str]]:
    """Return the lines of texts that `write_rows` has written: reading them costs every renderer the same."""
    lines: list[list[str]] = json.loads(_file(count).read_text("utf-8"))
    return lines


def write_rows(count: int) -> None:
    """Throw the dice for `count` lines, the same in every run."""
    _file(count).write_text(json.dumps(_thrown(count), ensure_ascii=False), "utf-8")


def _file(count: int) -> Path:
    return Path(tempfile.gettempdir()) / f"danyang-paper-rows-{os.getuid()}-{count}.json"


def _thrown(count: int) -> list[list[str]]:
    dice = random.Random(7)
    return [
        [
            str(number), f"{dice.randint(1, 12):02}-{dice.randint(1, 28):02}", dice.choice(_NAMES), dice.choice(_KINDS),
            "、".join(dice.sample(_NAMES, 2)), f"{dice.randint(1, 12) * 100:,}.00", "，".join(dice.sample(_GOODS, 2)),
            "".join(dice.sample(_SAID, 2)), "".join(dice.sample(_DONE, dice.randint(1, 2))), "已办结",
        ]
        for number in range(1, count + 1)
    ]  # fmt: skip


def sheet(count: int) -> Sheet:
    """Return the same as our sheet: with a grand total and signatures, which the others are let off."""
    texts = rows(count)
    cash = [int(row[5].replace(",", "").replace(".", "")) for row in texts]
    table = Table(columns=COLUMNS, rows=texts, sums=(Sum(5, cash, lambda fen: f"{fen / 100:,.2f}"),), counted="户次")
    return Sheet(
        title="走访帮扶台账", unit="单位：青山镇柳塘村党支部", period="2026年", blocks=(table,),
        signatures=("支部书记", "经办人"), dated=True,
    )  # fmt: skip
