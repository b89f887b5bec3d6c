"""今日: what is to be done, by urgency, each with the button that does it; and the month's figures."""
