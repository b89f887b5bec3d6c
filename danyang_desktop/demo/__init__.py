"""Sample branches with plausible life, made through the same rules as the form, deterministic by seed."""
