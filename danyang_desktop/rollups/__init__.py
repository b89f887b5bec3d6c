"""Figures that span ledgers. They take records and a Look, and query nothing themselves."""
