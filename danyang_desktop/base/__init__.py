"""What knows nothing of ledgers: errors, clock, ids, Chinese text, progress, paths, log."""
