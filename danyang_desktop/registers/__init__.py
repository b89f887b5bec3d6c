"""名册: what ledgers point to: people, households, teams, programmes, the branch. `REGISTERS` is the written list."""

from __future__ import annotations

from danyang_desktop.registers.branches import BRANCHES
from danyang_desktop.registers.codes import CODES
from danyang_desktop.registers.holidays import HOLIDAYS
from danyang_desktop.registers.households import HOUSEHOLDS
from danyang_desktop.registers.people import PEOPLE
from danyang_desktop.registers.towns import TOWNS

REGISTERS = (PEOPLE, HOUSEHOLDS, BRANCHES, CODES, TOWNS, HOLIDAYS)
