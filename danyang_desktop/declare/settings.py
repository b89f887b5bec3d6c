"""Rule settings with their defaults. The county may change them; the book keeps only what differs.

Sources: domain.md (local rules differ: day counts and frequencies are settings, never constants in code).
"""

from __future__ import annotations

from typing import Any

DEFAULTS: dict[str, Any] = {
    "visit_days": {"高": 7, "中": 30, "一般": 90},  # days between visits by tier; a 2022 local rule, domain.md L1
    "visit_late_days": 30,  # a visit written down later than this is asked about
    "visit_cash_most": 1_000_000,  # fen; above it the form asks whether a 0 too many was typed
    "talk_minutes": [5, 240],
    "talks_a_day": 6,  # more talks of one talker on one day are asked about
    "notice_names": "notice",  # how a notice masks names: 王*兰, "surname" 王**, "full" not at all
    "notice_days": 7,  # working days of a public notice, 5 or 7 by local rule
    "volunteer_notice_days": 3,
    "hours_step": 30,  # minutes to which printed hours are rounded down
    "volunteer_day_minutes": 720,
    "member_households_most": 10,
    "idle_lock_minutes": 5,
    "hand_in_day": 10,  # of the next month: later is 补交, and who is missing then is rung
    "backup_days": 7,
    "backups_kept": 30,
    "closed_months_may_reopen": False,  # a month printed as 存档版 is closed; opening it again is an exception
    "operator": "",  # who keeps this book; the window asks at the first run
    "operators": [],  # [name, role] of everybody who may sit at the desk; role 书记, 记录 or 查看
    "phrases": {},  # "ledger.field" -> {"kept": [...], "gone": [...]}: 常用语 that were kept, or are not wanted
    "clock_right": "",  # the latest day in the book when somebody said that the clock is right all the same
    "backup_folders": [],  # where the window puts backups, the first one each day; [] = it asks
    "backup_daily": True,  # the first close of a day makes a backup
}
"""Name -> default value (JSON)."""

BOUNDS: dict[str, tuple[int, int]] = {
    "idle_lock_minutes": (1, 7 * 24 * 60),  # a week: the window's timer counts milliseconds in 31 bits, 35,791 minutes
}
"""Name -> least and most; a book that says something beyond, from whatever hand, is read as the bound."""


def within(name: str, value: Any) -> Any:
    """Return a setting's value within its bounds."""
    least, most = BOUNDS.get(name, (None, None))
    return value if least is None or most is None else min(max(value, least), most)
