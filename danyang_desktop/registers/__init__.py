"""名册: what ledgers point to: people, households, teams, programmes, the branch. `REGISTERS` is the written list."""

from __future__ import annotations

from danyang_desktop.registers.branches import BRANCHES
from danyang_desktop.registers.codes import CODES
from danyang_desktop.registers.holidays import HOLIDAYS
from danyang_desktop.registers.households import HOUSEHOLDS
from danyang_desktop.registers.pairings import PAIRINGS
from danyang_desktop.registers.people import PEOPLE
from danyang_desktop.registers.programs import PROGRAMS
from danyang_desktop.registers.teams import TEAMS
from danyang_desktop.registers.towns import TOWNS
from danyang_desktop.registers.volunteers import VOLUNTEERS

REGISTERS = (PEOPLE, HOUSEHOLDS, PAIRINGS, TEAMS, VOLUNTEERS, PROGRAMS, BRANCHES, CODES, TOWNS, HOLIDAYS)
