"""今日: what is to be done now, the big buttons that record, and the month's figures."""
