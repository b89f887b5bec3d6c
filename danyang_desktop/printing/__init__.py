"""Paper; the only room that knows reportlab."""
