"""The first run: which branch, a password with its 开锁纸, where backups go; then the book is there."""

from __future__ import annotations

from ui.dialogs.first_run.wizard import FirstRun

__all__ = ["FirstRun"]
