"""Printing from the window: the preview of the real PDF, the printer, and the dialog that Ctrl+P opens."""
