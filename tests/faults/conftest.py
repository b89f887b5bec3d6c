"""Which campaigns can be run on this machine."""

from __future__ import annotations

from tests.faults.failing import found_compiler

# A clone needs Python and nothing else; what stands before the system's own calls has to be compiled.
collect_ignore = [] if found_compiler() else ["test_failing.py"]
