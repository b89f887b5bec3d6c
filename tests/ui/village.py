"""A small village: what the ledgers point to."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from danyang_desktop.declare.look import Link

if TYPE_CHECKING:
    from danyang_desktop.workspace import Workspace


def settle(workspace: Workspace) -> None:
    """Fill the registers that the ledgers point to."""
    ledgers = workspace.ledgers
    people = []
    for name, role in (("周建民", "书记"), ("徐福根", "党员")):
        person = workspace.new(
            ledgers["people"], name=name, role=role, political_status="中共党员", id_missing_reason="证件补办中"
        )
        people.append(workspace.save(person).record)
    member = ledgers["households"].kinds["members"].row  # type: ignore[attr-defined]
    household = workspace.new(
        ledgers["households"], head_name="钱根生", id_missing_reason="证件补办中", group_no="三组",
        address="柳塘村三组12号",
        hardship=["低保户"], causes=["因病"], health_note="腿脚不便", needs="修屋顶", measures="联系镇民政办",
        members=[member(member=Link("", "钱根生"), relation="户主")], population=1, labour=0, income_year=900_000,
    )  # fmt: skip
    workspace.save(household)
    lead = Link(people[0].uid, "周建民")
    team = workspace.save(workspace.new(ledgers["teams"], name="红马甲便民队", leader=lead)).record
    teams = [Link(team.uid, team.name)]
    workspace.save(workspace.new(ledgers["volunteers"], person=lead, teams=teams, registered_on=dt.date(2026, 1, 5)))
    rate = ledgers["programs"].kinds["rates"].row  # type: ignore[attr-defined]
    workspace.save(
        workspace.new(
            ledgers["programs"], name="困难老党员定期补助", kind="困难老党员定补", basis="市组〔2020〕12号（样例）",
            fund_source="财政拨款", pay_mode="现金",
            rates=[rate(category="一档", rate_fen=50_000, valid_from=dt.date(2026, 1, 1))],
        )
    )  # fmt: skip
