"""Why a bundle or a receipt was not taken, in words a clerk can act on (sync.md, "Office").

Each refusal leaves the file where it is and changes no record.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from danyang_desktop.base.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Iterable


class BundleRefused(UserError):  # noqa: N818 - a refusal is an answer to give, not an error
    """A file that is not taken; `kind` for programs, `label` for lists, `sentence` for people, `detail` for us."""

    kind: ClassVar[str] = "refused"
    label: ClassVar[str] = "没有收下"
    advice: ClassVar[str] = "没有收下。"

    def __init__(self, detail: str = "", sentence: str = "") -> None:
        super().__init__(sentence or self.advice)
        self.detail = detail


class Damaged(BundleRefused):
    """The file is not whole: cut short, overwritten in places, or not one of ours at all."""

    kind = "damaged"
    label = "拷贝不完整"
    advice = "文件拷贝不完整，没有收下。原来的台账没有受影响。请回原来的电脑重新写一次，提示“可以拔出”以后再拔U盘。"


class NotOurs(BundleRefused):
    """Encrypted to somebody else, by a computer that is known here: it sealed to the wrong office's card."""

    kind = "not_ours"
    label = "不是发给本县的"
    advice = (
        "这个数据包不是发给本县的，打不开，也没有收下。请支部重新读入县里的登记文件，再重新写一次；"
        "不是本县的支部，请原样退回去。"
    )


class WrongSignature(BundleRefused):
    """Whole, but not what the device (or the office) signed."""

    kind = "signature"
    label = "签名不符"
    advice = "签名不符：文件做好以后被改动过，没有收下。请对方重新写一份；再这样，请打电话核对。"


class UnknownDevice(BundleRefused):
    """Made by a computer that this office has not enrolled, or has struck off."""

    kind = "unknown_device"
    label = "未登记的电脑"
    advice = "做这个数据包的电脑还没有登记，先放在一边。请支部送来登记文件，打电话对上登记号、登记好，再收一次这个包。"


WHOLE = "在“上报县里”页的“更多”里选“整本从头再交一次”"
"""What a branch does when what is missing cannot be found any more: that needs nothing of what came before."""


class Gap(BundleRefused):
    """It builds on a bundle that was never received here."""

    kind = "gap"
    label = "缺前面的包"

    def __init__(self, missing: int) -> None:
        super().__init__(
            f"bundle {missing} is missing",
            f"缺第 {missing} 号包，先放在一边；再拷一份没有用。请支部补交第 {missing} 号包，找不到了就{WHOLE}。",
        )
        self.missing = missing


class PartsMissing(BundleRefused):
    """Taken, but it is only a part of a bundle, and the others are not here yet."""

    kind = "parts"
    label = "缺分卷"

    def __init__(self, seq: int, of: int, missing: Iterable[int]) -> None:
        lacking = "、".join(map(str, missing))
        super().__init__(
            f"parts {lacking} of bundle {seq} are missing",
            f"第 {seq} 号包分成 {of} 个文件，还缺第 {lacking} 个，收到的先放着。请支部补交，找不到了就{WHOLE}。",
        )


class PhotosMissing(BundleRefused):
    """Taken, but its records name photos that came neither with it nor before."""

    kind = "photos"
    label = "缺照片"

    def __init__(self, seq: int, missing: int) -> None:
        super().__init__(
            f"{missing} photos that bundle {seq} names are missing",
            f"第 {seq} 号包收下了，但是它的记录还有 {missing} 张照片没有跟来，县里也没有。请支部{WHOLE}。",
        )


class NewerVersion(BundleRefused):
    """Made by a newer program than this one."""

    kind = "newer"
    label = "新版本"
    advice = "这个文件是新版本的程序做的，本机还看不懂，先原样放在一边。请升级本机的程序，再收一次。"


class BadContent(BundleRefused):
    """Whole and signed, but what is inside breaks the rules of the format."""

    kind = "content"
    label = "内容不对"

    def __init__(self, detail: str) -> None:
        super().__init__(
            detail,
            f"文件里的内容不对（{detail}），没有收下。请对方升级程序，重新写一份；再这样，请打电话把这句话念给对方。",
        )
