"""开锁纸: the recovery code on paper, for the branch's safe. Whoever holds it opens the book without the password."""

from __future__ import annotations

from danyang_desktop.printing.sheets import Cell, Grid, Line, Sheet, Words

TITLE = "台账开锁纸"
_GROUPS_A_LINE = 3
_MEASURE = 165.0
_CARE = "凭这张纸不用密码就能打开台账 · 由支部锁好，不要拍照，不要存在电脑里"
_HOW = (
    "忘了密码时：在锁定页点“忘记密码怎么办？”，照着上面的号码输进去（大小写都行，中间的横线可以不输），就能打开台账，再设一个新密码。",
    "换一台电脑、用备份恢复时，这张纸也能代替密码。",
    "在“设置与备份”里换了新的开锁纸以后，这一张就作废，请当面撕掉。",
)


def unlock_sheet(unit: str, code: str, *, made_on: str = "") -> Sheet:
    """Return the paper for a recovery code of groups joined by "-"; `unit` is whose book it opens."""
    groups = code.split("-")
    rows = [groups[at : at + _GROUPS_A_LINE] for at in range(0, len(groups), _GROUPS_A_LINE)]
    lines = tuple(Line(tuple(Cell(group) for group in row), height=20.0) for row in rows)
    return Sheet(
        title=TITLE,
        unit=unit,
        period=made_on,
        blocks=(
            Grid((_MEASURE / _GROUPS_A_LINE,) * _GROUPS_A_LINE, lines, size=26.0, leading=34.0),
            Words("怎么用", heading=True),
            *(Words(f"{number}. {said}", size=12.0, gap=4.0) for number, said in enumerate(_HOW, 1)),
        ),
        signatures=("交出人", "保管人"),
        dated=True,
        layout="portrait",
        version="archive",
        care=_CARE,
    )
