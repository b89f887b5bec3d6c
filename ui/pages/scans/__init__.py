"""Scans of printed sheets, filed with their records by the QR on them."""
