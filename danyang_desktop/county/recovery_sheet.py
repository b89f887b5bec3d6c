"""The office's recovery key on one sheet: printed once, kept in a safe, nowhere else.

Every bundle is sealed to it as well. Should the office's computer be lost, whoever has this sheet can open all that was
handed in, with this program or with the `age` command.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from danyang_desktop.printing.sheets import Column, Sheet, Table, Words

if TYPE_CHECKING:
    from danyang_desktop.county.office import Office
    from danyang_desktop.exchange.desk import Desk

_GROUP, _A_LINE = 4, 5
_HOW = (
    "这把钥匙能打开各支部交来的所有数据包。只打印这一次，电脑里不留。请封好，和公章一样锁起来。",
    "要用的时候：把下面的字母和数字从左到右、从上到下接起来抄进一个文本文件（大小写、空格都不要紧），"
    "再用“bundle open 文件 --key 文本文件 --to 新文件夹”打开；没有本程序，用 age 命令也能打开。",
    "丢了，或者怕别人看到过：在县里的电脑上换一次钥匙（keys renew），再打印一张新的。",
)


def groups(recovery: str) -> list[str]:
    """Return the key as it is printed: in groups of four."""
    return [recovery[at : at + _GROUP] for at in range(0, len(recovery), _GROUP)]


def recovery_sheet(office: Office, recovery: str) -> Sheet:
    """Return the sheet that bears the recovery key."""
    parts = groups(recovery)
    rows = [
        (str(number), *parts[at : at + _A_LINE], *[""] * (at + _A_LINE - len(parts)))
        for number, at in enumerate(range(0, len(parts), _A_LINE), 1)
    ]
    columns = (Column("行", 15, "center"), *(Column(f"第 {one} 组", 31, "center") for one in range(1, _A_LINE + 1)))
    desk: Desk = office.desk
    return Sheet(
        title="县里的备用钥匙", unit=f"单位：{desk.name}", period=f"{desk.at[:10]}",
        blocks=(
            *(Words(text) for text in _HOW), Table(columns=columns, rows=rows, total_label=None, size=13.0),
            Words(f"县里的登记号（和支部电话核对用）：{office.keys.fingerprint}"),
        ),
        signatures=("打印人", "封存人"), dated=True, layout="portrait", version="archive", care="密件 · 只此一份",
        printed_at=desk.at.replace("T", " ")[:16],
    )  # fmt: skip
