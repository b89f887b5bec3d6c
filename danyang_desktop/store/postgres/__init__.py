"""PostgreSQL as the engine of a county's book: one server, several clerks. Only the office's book ever lies here."""
