"""丹阳台账: the core, usable without a window."""
