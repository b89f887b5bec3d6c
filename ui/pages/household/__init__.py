"""One household: its file, everything that ever happened to it, and files that are there twice."""
