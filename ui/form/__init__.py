"""The form that is derived from a ledger's form face: groups, rows, editors, complaints, drafts."""
