"""The window in the office role: who has handed in, what differs, what it comes to, whom to know."""
