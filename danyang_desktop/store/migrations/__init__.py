"""Frozen steps from an empty file to today's schema. A published step is never edited; they import nothing of ours."""
