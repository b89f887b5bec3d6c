"""Every length named once, in px at 96 dpi (screens/design.md §1, §2). `Theme.px` scales them to the type size."""

from __future__ import annotations

# Spacing
HAIR = 4
SMALL = 8
GAP = 12
PAD = 16
MARGIN = 24

# Frame of the window
WINDOW = (1366, 696)
TITLE_BAR = 32
SMALLEST = (683, 312)
"""What the bars of a desktop leave of a screen of 1366x768 at 200 %."""
NAV_WIDTH = 188
NAV_GROWS = 152
"""Added to the side list's width for each whole step of the type factor: 226 px at 1.25."""
HEADER_HEIGHT = 64
STATUS_HEIGHT = 32
HUGE = 1.5
"""From this type factor on fields stand one below the other, and what can be left out is."""
COLLAPSED = 900
"""Below this width the side list shows icons with small words below them."""
CRAMPED = (640, 400)
"""A place narrower or lower than this (px, at any type size) has half the margins."""
LOW = 460
"""In a window lower than this the heads are lower, too."""
HEADER_LOW = 50
NARROW = 1200
"""Below this width the right-hand panel is opened with Enter instead of standing beside the table."""

# Side list
NAV_STEP = 42
NAV_SECTION = 33
NAV_BRAND = 66
NAV_NARROW = 92
NAV_NARROW_STEP = 50
NAV_LOW_STEP = 44
BADGE = 24

# Pages
DETAIL_WIDTH = 326
CONTEXT_WIDTH = 310
SEARCH_WIDTH = 300
DETAIL_LABEL = 78

# Tables
ROW = 42
HEAD = 38
CELL_PAD = 10
SELECT_BAR = 3
TAG_HEIGHT = 27

# Forms
FORM_LABEL = 108
FORM_NARROW = 226
FORM_PAIRS = 640
"""Below this width each field of a form has a line to itself."""
FORM_ABOVE = 430
"""Below this width a field has its name above it, not at its left."""
FORM_LEAST = 240
FORM_SECOND_LABEL = 84
FIELD = 40
FIELD_ABOVE = 8
LONG_TEXT = 64
PICK_ROW = 52
PICK_ROWS_SHOWN = 7
THUMB = (88, 62)

# Printing
PRINT_SIDE = 372
THUMB_PAGE = 74
"""The longer side of a page among the small ones."""
THUMB_LIST = 104
THUMB_STEP = 83
PREVIEW_LEAST = 380
"""Below this width the preview stands under what is chosen, not beside it."""

# Icons and controls
ICON = 20
ICON_SMALL = 16
ICON_EMPTY = 64
HIT = 34
RECORD_ICON = 46

# Time, in ms
SEARCH_WAIT = 200
DRAFT_WAIT = 2000
BAR_WAIT = 300
TOAST_STAYS = 6000
DOUBLE_CLICK = 500
"""So long after a form was saved the button that lies in its place takes no click: it was meant for the form."""

PAGE_ROWS = 200
"""Rows asked for at a time."""
