"""Questions and pages of their own: asking, unlocking, the first run."""
