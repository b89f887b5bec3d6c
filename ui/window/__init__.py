"""The frame around the pages: side list, stack of pages, status bar, lock."""
