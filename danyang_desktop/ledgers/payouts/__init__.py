"""What a payment batch is made of and judged by; the ledger itself is ledgers/subsidies.py."""
