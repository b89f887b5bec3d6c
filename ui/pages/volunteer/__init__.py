"""Volunteer activities: a whole team comes onto the list at once, times that are all the same are written once."""
