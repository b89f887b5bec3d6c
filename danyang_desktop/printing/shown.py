"""What a version of a sheet may say: whole for the binder, numbers masked for work, bare for the wall.

存档版 shows everything but secret talks. 工作版 masks citizen numbers and accounts and leaves confidential text out.
公示版 leaves out every number, illness, income and free text, and masks names (PIPL art. 28 and 51; domain.md 3.5).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from danyang_desktop.base.chinese.masks import mask_account, mask_id, mask_name
from danyang_desktop.declare.kinds import LongText, Money, Number, People, Photos, Ref, Rows, Text
from danyang_desktop.declare.kinds.texts import FORMS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from danyang_desktop.declare.faces import Print, Sheet
    from danyang_desktop.declare.kind import Kind
    from danyang_desktop.declare.ledger import Ledger
    from danyang_desktop.printing.sheets import Version

_PERSONAL, _SENSITIVE, _CONFIDENTIAL = 2, 3, 4
_NEVER_ON_A_WALL = ("id_no", "account", "phone")
_FREE = "remark"
"""Name of the fields in which people write what fits nowhere else: nobody knows what stands there."""
_SHORTEST_IDENTIFIER = 8
_COMMON_ON_A_WALL = ("seq", "serial_no", "status")
_KEPT_IN_THE_BOOK = "（内部，见存档版）"


def is_identifier(kind: Kind[Any]) -> bool:
    """Tell whether a field holds a citizen number or an account.

    A payment line keeps them as plain codes, so that wrong ones can be written down and found: their privacy tells.
    """
    if not isinstance(kind, Text):
        return False
    return kind.form in ("id_no", "account") or (kind.privacy >= _SENSITIVE and FORMS[kind.form].identifier)


def _mask(kind: Kind[Any], value: str) -> str:
    account = getattr(kind, "form", "") == "account" or "身份证" not in kind.label
    return mask_account(value) if account and getattr(kind, "form", "") != "id_no" else mask_id(value)


def names_people(kind: Kind[Any]) -> bool:
    """Tell whether a field holds names of people."""
    if isinstance(kind, (Ref, People)):
        target = kind.target
        name = target.kinds.get(target.name_of)
        return isinstance(name, Text) and name.form == "name"
    return isinstance(kind, Text) and kind.form == "name"


def may_show(kind: Kind[Any], version: Version) -> bool:
    """Tell whether a field may stand on this version at all."""
    if version != "notice":
        return True
    if getattr(kind, "form", "") in _NEVER_ON_A_WALL or kind.privacy >= _SENSITIVE or kind.name == _FREE:
        return False
    if isinstance(kind, (LongText, Photos)):
        return kind.privacy == 0
    return kind.privacy < _PERSONAL or names_people(kind) or isinstance(kind, (Money, Number))


def may_compose(kind: Kind[Any] | None, version: Version) -> bool:
    """Tell whether a column may print what its declaration composes; a notice takes no composed words or people."""
    if version != "notice" or kind is None:
        return True
    return kind.privacy < _PERSONAL and not isinstance(kind, (Text, LongText, Rows)) and not names_people(kind)


def _masked(owner: Any, kinds: Mapping[str, Kind[Any]], version: Version) -> Iterator[tuple[str, str]]:
    """Give (whole, masked) for what must not stand in any text of this record, its rows included."""
    for name, kind in kinds.items():
        value = getattr(owner, name)
        if not value:
            continue
        if isinstance(kind, Rows):
            for row in value:
                yield from _masked(row, kind.row.kinds, version)
        elif is_identifier(kind) and len(value) >= _SHORTEST_IDENTIFIER:
            yield value, _mask(kind, value)
        elif version == "notice" and names_people(kind):
            for one in kind.show(value).split("、"):
                if len(one) > 1:
                    yield one, mask_name(one)


class Shown:
    """One record as a version shows it: every text of it passes here, also those that a declaration composed itself."""

    def __init__(self, ledger: Ledger[Any], record: Any, version: Version) -> None:
        self._version = version
        masks = dict(_masked(record, ledger.kinds, version)) if version != "archive" else {}
        self._masks = sorted(masks.items(), key=lambda pair: -len(pair[0]))

    def text(self, text: str) -> str:
        """Return a text with the record's citizen numbers and accounts masked, and its names on a notice."""
        for whole, masked in self._masks:
            text = text.replace(whole, masked)
        return text

    def composed(self, kind: Kind[Any] | None, text: str) -> str:
        """Return a text that a declaration composed around a field, as this version shows that field."""
        if kind is not None and not may_show(kind, self._version):
            return ""
        if self._version == "working" and kind is not None and kind.privacy >= _CONFIDENTIAL and text:
            return _KEPT_IN_THE_BOOK
        return self.text(text)

    def value(self, kind: Kind[Any], value: Any) -> str:
        """Return a field's value as this version shows it."""
        if not may_show(kind, self._version):
            return ""
        if self._version == "working" and kind.privacy >= _CONFIDENTIAL and not kind.is_empty(value):
            return _KEPT_IN_THE_BOOK
        if self._version == "notice" and names_people(kind) and value:
            names = kind.show(value).split("、") if isinstance(kind, People) else [kind.show(value)]
            return "、".join(map(mask_name, names))
        if self._version == "working" and is_identifier(kind) and value:
            return _mask(kind, value)
        return self.text(kind.show(value))


def columns_shown(ledger: Ledger[Any], face: Sheet, version: Version) -> tuple[Print, ...]:
    """Return the columns of a sheet that this version has; what a notice keeps is shown to the reader beforehand."""
    if version != "notice":
        return face.columns
    kinds = kinds_of_sheet(ledger, face)
    return tuple(
        column
        for column in face.columns
        if not column.sign and (column.field not in kinds or may_show(kinds[column.field], version))
        if column.field in kinds or column.field in _COMMON_ON_A_WALL
    )


def kinds_of_sheet(ledger: Ledger[Any], face: Sheet) -> dict[str, Kind[Any]]:
    """Return the fields that a sheet's columns may name: the record's, and those of its rows if it lists them."""
    rows = ledger.kinds.get(face.rows_of) if face.rows_of else None
    return {**ledger.kinds, **(rows.row.kinds if isinstance(rows, Rows) else {})}


def labels_shown(ledger: Ledger[Any], face: Sheet, version: Version) -> tuple[str, ...]:
    """Return the headings that this version prints, for the list that is shown before printing."""
    kinds = kinds_of_sheet(ledger, face)
    return tuple(heading(column, kinds).replace("\n", "") for column in columns_shown(ledger, face, version))


COMMON_LABELS = {"seq": "序号", "serial_no": "编号", "recorder": "记录人", "status": "状态"}


def heading(column: Print, kinds: Mapping[str, Kind[Any]], version: Version = "archive") -> str:
    """Return what stands at the head of a column; an amount names its unit, a masked account what is left of it."""
    if column.label:
        return column.label
    kind = kinds.get(column.field)
    if kind is None:
        return COMMON_LABELS.get(column.field, column.field)
    if version == "working" and kind.label == "账号" and is_identifier(kind):
        return "账号\n末四位"
    return f"{kind.label}（元）" if isinstance(kind, Money) else kind.label
