"""Sheets that no single declaration gives: notices, certificates, files, matrices, the year."""
