"""打印台账: the month's ledgers, and the other sheets that are wanted now and then."""
