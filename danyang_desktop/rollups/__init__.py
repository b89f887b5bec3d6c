"""Figures that span ledgers."""
