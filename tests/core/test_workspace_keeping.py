"""What a book keeps besides records: settings, drafts, code lists."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from danyang_desktop.base.errors import UserError
from danyang_desktop.declare.settings import DEFAULTS
from tests.helpers.books import NOW
from tests.helpers.rows import saved_errand
from tests.helpers.toy import ERRANDS, NEIGHBOURS

if TYPE_CHECKING:
    from pathlib import Path

    from danyang_desktop.workspace import Workspace
    from tests.helpers.books import Pattern


def test_a_setting_is_its_default_until_the_county_sets_it(toys: Workspace) -> None:
    assert toys.setting("visit_days") == DEFAULTS["visit_days"] == {"高": 7, "中": 30, "一般": 90}
    toys.set_setting("visit_days", {"高": 5, "中": 20, "一般": 60})
    assert toys.setting("visit_days")["高"] == 5
    assert toys.look.setting("visit_days")["高"] == 5, "rules see it at once"
    assert DEFAULTS["visit_days"]["高"] == 7
    with pytest.raises(KeyError):
        toys.setting("no_such_setting")


@pytest.mark.parametrize(("kept", "read"), [(35_792, 7 * 24 * 60), (0, 1), (30, 30)])
def test_a_setting_that_no_timer_could_count_is_read_as_its_bound(toys: Workspace, kept: int, read: int) -> None:
    toys.keep_setting("idle_lock_minutes", kept)  # as an older program kept it
    assert toys.setting("idle_lock_minutes") == read
    assert toys.setting("idle_lock_minutes") * 60_000 < 2**31


def test_a_setting_beyond_its_bounds_is_not_kept(toys: Workspace) -> None:
    with pytest.raises(UserError, match="在 1 到 10080 之间，没有改"):
        toys.set_setting("idle_lock_minutes", 35_792)
    assert toys.setting("idle_lock_minutes") == DEFAULTS["idle_lock_minutes"]


def test_settings_outlive_the_program(toy_pattern: Pattern, tmp_path: Path) -> None:
    folder = toy_pattern.copy(tmp_path)
    with toy_pattern.open(folder) as workspace:
        workspace.set_setting("notice_days", 5)
    with toy_pattern.open(folder) as workspace:
        assert workspace.setting("notice_days") == 5


def test_a_draft_is_kept_as_it_was_typed(toys: Workspace) -> None:
    texts: dict[str, Any] = {"story": "写到一半", "cost": "12.3.4", "presents": [{"what": "鸡蛋", "quantity": "十二"}]}
    toys.save_draft(ERRANDS, "new", texts)
    toys.clock.at = NOW + dt.timedelta(minutes=1)
    toys.save_draft(ERRANDS, "a" * 32, {"story": "另一条"})
    toys.save_draft(NEIGHBOURS, "new", {"name": "王"})
    assert [(draft.name, draft.at) for draft in toys.drafts(ERRANDS)] == [
        ("a" * 32, "2026-11-23T09:13:00"), ("new", "2026-11-23T09:12:00"),
    ]  # fmt: skip
    assert toys.drafts(ERRANDS)[1].texts == texts
    toys.save_draft(ERRANDS, "new", {"story": "又多写了几个字"})
    assert {draft.texts["story"] for draft in toys.drafts(ERRANDS)} == {"另一条", "又多写了几个字"}
    toys.drop_draft(ERRANDS, "new")
    toys.drop_draft(ERRANDS, "never there")
    assert [draft.name for draft in toys.drafts(ERRANDS)] == ["a" * 32]
    assert [draft.texts for draft in toys.drafts(NEIGHBOURS)] == [{"name": "王"}]


def test_a_draft_is_no_record(toys: Workspace) -> None:
    toys.save_draft(ERRANDS, "new", {"story": "写到一半"})
    assert toys.query(ERRANDS).count() == 0
    assert toys.query(ERRANDS, search="写到一半").count() == 0
    assert saved_errand(toys, done_on=dt.date(2026, 11, 1)).serial_no.endswith("-0001")


def test_drafts_outlive_the_program(toy_pattern: Pattern, tmp_path: Path) -> None:
    folder = toy_pattern.copy(tmp_path)
    with toy_pattern.open(folder) as workspace:
        workspace.save_draft(ERRANDS, "new", {"story": "写到一半"})
    with toy_pattern.open(folder) as workspace:
        assert workspace.drafts(ERRANDS)[0].texts == {"story": "写到一半"}
