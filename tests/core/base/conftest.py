"""Hypothesis tries the same inputs on every run, and no machine is too slow for it."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("base", deadline=None, database=None, derandomize=True)
settings.load_profile("base")
