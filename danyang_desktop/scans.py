"""Filing scans of printed sheets by their QR."""
