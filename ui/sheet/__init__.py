"""A sheet: rows with marks and tints, cells that can be typed into, everything by keyboard."""
