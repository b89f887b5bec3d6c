"""How fast the book is, each figure against a named baseline in the same run: `python -m tests.benchmarks`."""
