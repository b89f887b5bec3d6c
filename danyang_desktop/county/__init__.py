"""The receiving office."""
