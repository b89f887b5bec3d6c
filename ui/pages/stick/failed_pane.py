"""What to do when writing failed (screen 14): a title, the steps that help with this trouble, its short number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from danyang_desktop.base.errors import Trouble, UserError
from ui.messages import SAFE, TroublePage

if TYPE_CHECKING:
    from ui.theme import Theme

_FIRST = {
    "U-101": ("U盘写满了，没有写成", "删掉 U盘 里不用的文件，或换一个 U盘"),
    "U-102": ("U盘不能写，写保护可能开着", "看看 U盘 侧面的小开关，拨到能写的一边"),
    "U-103": ("写进去的和读回来的不一样", "把 U盘 重新插好，最好换一个插口"),
    "U-104": ("没写完，U盘 中途断开了", "把 U盘 重新插好，最好换一个插口"),
    "U-105": ("没写完，U盘 出了毛病", "换一个 U盘，这个先不要再用"),
    "U-106": ("文件太大，这个 U盘 放不下", "换一个 U盘（格式是 exFAT 或 NTFS 的）"),
    "U-308": ("找不到 U盘 了", "把 U盘 重新插好，最好换一个插口"),
}
"""Code -> what happened, and what to do first."""
_THEN = ("点“重新写入”，没写完的会清掉重来", "还是不行，换一个 U盘 再试")


class FailedPane(TroublePage):
    """Retry, another stick, or later."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(
            theme,
            "stickFailed",
            buttons=("重新写入", "换一个 U盘", "以后再交"),
            inside=True,
        )

    def tell_failed(self, error: Exception, how_far: str) -> None:
        """Fill the page; `how_far` is what the progress said last."""
        if isinstance(error, Trouble):
            title, first = _FIRST.get(error.code, ("没有写成", error.sentence))
            safe = f"{how_far.rstrip('。')}时停下。{SAFE}" if how_far else SAFE
            self.tell(
                title, (first, *_THEN), error.code, f"{error.code} {error.sentence} {how_far}", retry=True, safe=safe
            )
        elif isinstance(error, UserError):
            self.tell(error.sentence, ("照上面说的做好", "再点“重新写入”"), "U-001", error.sentence, retry=True)
        else:
            raise error
