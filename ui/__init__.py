"""The window. Never imports peewee, reportlab, sqlite3 or calamine."""
