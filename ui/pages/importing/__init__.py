"""Bringing in a workbook: choose it, say which column is what, mend what is wrong, import what is right."""
