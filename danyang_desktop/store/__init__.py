"""SQLite and nothing else: the book's file, its records, versions, search, attachments, backups."""
