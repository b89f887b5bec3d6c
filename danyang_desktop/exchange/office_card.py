"""Which office a branch hands in to: its card, taken once by telephone, followed when the office changes its key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from danyang_desktop.base.errors import Trouble, UserError
from danyang_desktop.exchange.bundle_file import reading, write_bytes_whole
from danyang_desktop.exchange.bundle_refusals import BundleRefused
from danyang_desktop.exchange.key_enrolment import read_card
from danyang_desktop.exchange.keys import device_of
from danyang_desktop.store import shelf
from danyang_desktop.store.backup import OFFICE_CARD

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from danyang_desktop.exchange.desk import Desk
    from danyang_desktop.exchange.key_enrolment import OfficeCard

CARD = OFFICE_CARD
_OFFICES = "offices"
"""What the book calls the list of devices under which its office has signed so far."""


def card_of_office(desk: Desk) -> OfficeCard:
    """Return the office's card; raises UserError when there is none yet."""
    if not (desk.folder / CARD).exists():
        raise UserError("本支部还没有在县里登记，不知道交给谁。请先读入县里给的登记文件（.dyo）。")
    return read_card(desk.folder / CARD)


def take_card(desk: Desk, path: Path, *, compared: bool = False) -> OfficeCard:
    """Keep the office's card: from now on bundles are sealed to it and receipts are believed from it.

    A card with another key than before is believed if the key before vouches for it, or if its fingerprint was
    `compared` over the telephone; else UserError. An older card of the same office changes nothing.
    """
    desk.must_hand_in()
    card = read_card(path)
    before = offices(desk)
    if (desk.folder / CARD).exists():
        known = card_of_office(desk)
        if card.public_hex == known.public_hex and card.made_at < known.made_at:
            return known
        if not compared and not is_believed(desk, card):
            raise UserError(
                f"这张登记卡的登记号（{card.fingerprint}）和以前登记的县里不一样，没有读入，上报还是交给原来的县里。"
                "请打电话和县里对一对登记号，一样再读。"
            )
    with reading(path.name):
        data = path.read_bytes()
    write_bytes_whole(desk.folder / CARD, data, place=desk.folder.name)
    with desk.book.transaction():
        shelf.set_about(desk.book.connection, _OFFICES, " ".join(dict.fromkeys([*before, device_of(card.public_hex)])))
    return card


def is_believed(desk: Desk, card: OfficeCard) -> bool:
    """Tell whether a card needs no telephone call: it is of the office known here, or that office's key vouches."""
    if not (desk.folder / CARD).exists():
        return False
    return card_of_office(desk).public_hex in {card.public_hex, card.endorsement.by}


def offices(desk: Desk) -> list[str]:
    """Return the devices under which the branch's office has signed, the first one first."""
    kept = shelf.about(desk.book.connection, _OFFICES).split()
    return kept or ([device_of(card_of_office(desk).public_hex)] if (desk.folder / CARD).exists() else [])


def follow(desk: Desk, cards: Iterable[Path]) -> list[OfficeCard]:
    """Take from cards found on a stick what the office's old key says of its new one, however often it changed."""
    taken: list[OfficeCard] = []
    waiting = list(cards)
    while True:
        known = card_of_office(desk).public_hex
        path = next((one for one in waiting if _vouched_by(one, known)), None)
        if path is None:
            return taken
        waiting.remove(path)
        taken.append(take_card(desk, path))


def _vouched_by(path: Path, public_hex: str) -> bool:
    try:
        return read_card(path).endorsement.by == public_hex
    except (BundleRefused, Trouble):
        return False
