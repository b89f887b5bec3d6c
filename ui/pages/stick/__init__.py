"""上报县里: the month's bundle to a stick, the office's answer back, and who knows whom."""
