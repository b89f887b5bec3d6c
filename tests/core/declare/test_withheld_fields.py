"""Bodies that came without some of their fields, and what is settled for good."""

from __future__ import annotations

from danyang_desktop.ledgers.subsidies import SUBSIDIES
from danyang_desktop.ledgers.talks import TALKS
from danyang_desktop.ledgers.volunteering import VOLUNTEERING
from danyang_desktop.store.withheld import agree, names_in
from tests.helpers.toy import ERRANDS, PAID


def test_what_can_be_withdrawn_is_not_settled_for_good() -> None:
    assert SUBSIDIES.for_good == {"已发", "部分退回", "结清"}
    assert VOLUNTEERING.for_good == {"已确认"}
    assert ERRANDS.for_good == {PAID}
    assert TALKS.for_good == frozenset()


def test_bodies_agree_but_for_what_one_of_them_left_out() -> None:
    whole = {"occasion": "年度例谈", "content": "家里有事", "_": {"status": "final"}}
    thin = {"occasion": "年度例谈", "_": {"status": "final"}, "_withheld": ["content"], "_seal": "1"}
    thinner = {"_": {"status": "final"}, "_withheld": ["content", "occasion"], "_seal": "2"}
    for one in (whole, thin, thinner):
        for other in (whole, thin, thinner):
            assert agree(one, other)
    assert not agree(whole, {**thin, "occasion": "家庭变故"})
    assert not agree(whole, {**thin, "place": "她家里"})
    assert not agree(thin, {"_": {"status": "void"}, "_withheld": ["content", "occasion"]})
    assert not agree({"_": 1, "content": "家里有事"}, {"_": 1, "_withheld": ["place"]})


def test_only_a_list_of_fields_is_one() -> None:
    assert names_in(["content"]) == {"content"}
    for odd in (None, "content", ["_"], [1], {"content": 1}, [["content"]]):
        assert names_in(odd) == frozenset()
