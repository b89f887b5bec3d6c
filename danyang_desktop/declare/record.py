"""The common part of every record: what the book knows of it besides its own fields (domain.md §2.0)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

import peewee

from danyang_desktop.declare.kind import Kind

if TYPE_CHECKING:
    from danyang_desktop.declare.look import Look

STATUSES = {"final": "已定稿", "archived": "已归档", "void": "已作废", "binned": "在回收站"}
"""Status -> what the reader sees. A draft is no record yet: drafts live in store/drafts.py."""


class Record(peewee.Model):
    """A row of a ledger or a register; subclasses declare kinds.

    uid         UUIDv7, 32 hex characters, never re-used
    branch      14-digit code of the branch that owns the record
    serial_no   ZF-321181101203-2026-0031: per branch, ledger and year, without gaps; a voided record keeps it
    status      one of STATUSES
    recorder    who wrote it down
    created_at, updated_at   local moments, 2026-11-23T09:12:05
    revision    counts saves, for people; the order of versions is (hlc, device, epoch)
    head        digest of the newest version
    """

    id = peewee.AutoField()
    uid = peewee.CharField(32, unique=True)
    branch = peewee.CharField(14)
    serial_no = peewee.CharField(40, null=True)
    status = peewee.CharField(8)
    void_reason = peewee.CharField(200, null=True)
    recorder = peewee.CharField(50)
    created_at = peewee.CharField(19)
    updated_at = peewee.CharField(19)
    revision = peewee.IntegerField()
    head = peewee.CharField(64)

    kinds: ClassVar[dict[str, Kind[Any]]]

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        data = self.__data__
        for name, kind in kinds_of(type(self)).items():
            if name not in data:
                setattr(self, name, kind.empty)

    class Meta:
        """Peewee's own settings."""

        legacy_table_names = False


COMMON = (
    "uid",
    "branch",
    "serial_no",
    "status",
    "void_reason",
    "recorder",
    "created_at",
    "updated_at",
    "revision",
    "head",
)
IDENTITY = ("id", *COMMON)
"""What a save sets in a record; the rest is what the record says."""
_KINDS: dict[type[Record], dict[str, Kind[Any]]] = {}


def kinds_of(model: type[Record]) -> dict[str, Kind[Any]]:
    """Return the declared kinds of a model, in order of declaration."""
    found = _KINDS.get(model)
    if found is None:
        found = {field.name: field for field in model._meta.sorted_fields if isinstance(field, Kind)}  # noqa: SLF001 - peewee's own
        _KINDS[model] = found
    return found


def fresh(model: type[Record], look: Look | None = None, **values: Any) -> Any:
    """Return a new record of `model` with its declared first values, then `values`."""
    record = model()
    for name, kind in kinds_of(model).items():
        setattr(record, name, kind.first_value(look))
    for name, value in values.items():
        setattr(record, name, value)
    return record


def body_of(record: Record) -> dict[str, Any]:
    """Return what a version says of a record: its declared fields and its state, as JSON values.

    Empty fields are left out, so that a field added by a later program changes no digest of an older record.
    """
    body: dict[str, Any] = {}
    data = record.__data__
    for name, kind in kinds_of(type(record)).items():
        value = data[name]
        if value or not kind.is_empty(value):
            body[name] = kind.to_json(value)
    body["_"] = state_of(data)
    return body


def state_of(data: dict[str, Any]) -> dict[str, Any]:
    """Return what a version says of a record besides its declared fields; `data` is its `__data__`."""
    return {
        "branch": data.get("branch"),
        "created_at": data.get("created_at"),
        "recorder": data.get("recorder"),
        "serial_no": data.get("serial_no") or "",
        "status": data.get("status"),
        "void_reason": data.get("void_reason") or "",
    }


def kept_on(model: type[Record], before: dict[str, Any], body: dict[str, Any]) -> dict[str, Any]:
    """Return `body` with what `before`, the version it is written upon, says and this program does not know.

    A newer program wrote that: unknown fields are kept and travel on (sync.md). Names that begin with _ are no fields.
    """
    known = kinds_of(model)
    rest = {name: value for name, value in before.items() if name not in known and not name.startswith("_")}
    return {**rest, **body, "_": {**before.get("_", {}), **body["_"]}}


def from_body(model: type[Record], uid: str, body: dict[str, Any]) -> Any:
    """Return the record that a version describes; unknown fields are ignored here and kept in the version."""
    record = model(uid=uid)
    for name, kind in kinds_of(model).items():
        setattr(record, name, kind.from_json(body[name]) if name in body else kind.empty)
    for name, value in body.get("_", {}).items():
        if name in COMMON:
            setattr(record, name, value)
    return record


def put_back(record: Record, data: dict[str, Any]) -> None:
    """Let a record hold exactly these values again (those of its `__data__` at some earlier moment)."""
    record.__data__.clear()
    record.__data__.update(data)
