"""The picture tour: every page of the real window in every state, as PNG, to be looked at."""
