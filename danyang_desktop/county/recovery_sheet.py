"""The office's recovery key on one sheet: printed once, kept in a safe, nowhere else.

Every bundle is sealed to it as well. Should the office's computer be lost, whoever has this sheet can open all that was
handed in, with this program or with the `age` command.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from danyang_desktop.exchange.spare_key import BEGINNING, GROUPS_A_ROW, ROWS, rows
from danyang_desktop.printing.sheets import Column, Sheet, Table, Words

if TYPE_CHECKING:
    from danyang_desktop.county.office import Office
    from danyang_desktop.exchange.desk import Desk

_HOW = (
    "这把钥匙能打开各支部交来的所有数据包。只打印这一次，电脑里不留。请封好，和公章一样锁起来。",
    "要用的时候：把下面三行照样抄进一个文本文件（大小写、空格、换行都不要紧；没有字母 B、I、O，也没有数字 1），再用"
    "“bundle open 文件 --key 文本文件 --to 新文件夹”打开；抄错了会说在哪一行哪一组。",
    f"没有本程序，用 age 命令也能打开：那时开头写 {BEGINNING}，后面接着写三行，全用大写，中间不留空格、不换行。",
    "丢了，或者怕别人看到过：在县里的电脑上换一次钥匙（keys renew），再打印一张新的。",
)
_GROUP_MM, _HEAD_MM = 29.0, 20.0


def recovery_sheet(office: Office, recovery: str) -> Sheet:
    """Return the sheet that bears the recovery key."""
    lines = [
        (head, *groups, *[""] * (GROUPS_A_ROW - len(groups))) for head, groups in zip(ROWS, rows(recovery), strict=True)
    ]
    heads = (f"第 {one} 组" for one in range(1, GROUPS_A_ROW + 1))
    columns = (Column("", _HEAD_MM, "center", 10.5), *(Column(head, _GROUP_MM, "center") for head in heads))
    desk: Desk = office.desk
    return Sheet(
        title="县里的备用钥匙", unit=f"单位：{desk.name}", period=f"{desk.at[:10]}",
        blocks=(
            *(Words(text) for text in _HOW), Table(columns=columns, rows=lines, total_label=None, size=18.0),
            Words(f"县里的登记号（和支部电话核对用）：{office.keys.fingerprint}"),
        ),
        signatures=("打印人", "封存人"), dated=True, layout="portrait", version="archive", care="密件 · 只此一份",
        printed_at=desk.at.replace("T", " ")[:16],
    )  # fmt: skip
