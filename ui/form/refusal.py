"""What the strip above the form says when a record may not be saved yet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ui.theme import COLOURS

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

    from danyang_desktop.declare.ledger import Ledger


def refusal(ledger: Ledger[Any], fields: Container[str], errors: Mapping[str, str], warnings: Mapping[str, str]) -> str:
    """Return rich text: the wrong fields as links, then what concerns no field, then the doubts."""
    wrong = "、".join(_link(ledger, name) for name in errors if name in fields)
    whole = [_plain(sentence) for name, sentence in errors.items() if name not in fields]
    odd = "、".join(_link(ledger, name) for name in warnings if name in fields)
    parts = [
        f"有 <b>{sum(name in fields for name in errors)} 处</b>要改才能保存：{wrong}" if wrong else "",
        *whole,
        f"另有 {sum(name in fields for name in warnings)} 处请核对：{odd}" if odd else "",
    ]
    return "。".join(part.rstrip("。") for part in parts if part) + "。"


def _link(ledger: Ledger[Any], name: str) -> str:
    return f'<a href="{name}" style="color:{COLOURS["text"]}">{ledger.kinds[name].label}</a>'


def _plain(sentence: str) -> str:
    """Return a sentence as plain text: it may name what somebody typed."""
    return sentence.replace("&", "&amp;").replace("<", "&lt;")
