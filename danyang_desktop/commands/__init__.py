"""The command line, for automation, tests and the county's server. Everything goes through Workspace.

Exit codes: 0 done; 1 something the user can mend; 2 wrong usage; 3 trouble or damage. Never a traceback.
"""

from __future__ import annotations

from danyang_desktop.commands.frame import build, run

__all__ = ["build", "run"]
