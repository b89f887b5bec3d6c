"""台账: one file each. `LEDGERS` is the written list: a new ledger is one file and one line here."""

from __future__ import annotations

from danyang_desktop.ledgers.subsidies import SUBSIDIES
from danyang_desktop.ledgers.talks import TALKS
from danyang_desktop.ledgers.visits import VISITS
from danyang_desktop.ledgers.volunteering import VOLUNTEERING

LEDGERS = (VISITS, TALKS, VOLUNTEERING, SUBSIDIES)
