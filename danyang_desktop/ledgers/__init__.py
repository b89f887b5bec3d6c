"""台账: one file each."""
