"""Paper out of an open book and back into it: what goes on which sheet, the log of printing, scans of signed sheets."""
