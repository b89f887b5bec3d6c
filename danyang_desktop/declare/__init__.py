"""The language in which ledgers are declared: kinds, ledger, faces, checks, queries."""
