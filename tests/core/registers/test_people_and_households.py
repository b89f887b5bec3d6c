"""People and households: what the citizen number says, who is refused, and what the sample roster does."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from danyang_desktop.declare.look import Link
from danyang_desktop.registers.households import HOUSEHOLDS, HouseholdMember, give_numbers, visit_days
from danyang_desktop.registers.people import PEOPLE, at_the_desk, is_committee, is_member, named, party_years
from tests.helpers.fake_look import TODAY, FakeLook, link
from tests.helpers.village import ACCOUNT, number

if TYPE_CHECKING:
    from tests.helpers.village import Village

BORN = dt.date(1944, 1, 28)


def test_number_gives_birth_and_sex(village: Village) -> None:
    woman = village.person("郝英", BORN, id_no=number(BORN, 572))
    assert (woman.birth_on, woman.sex, woman.id_note) == (BORN, "女", "")


@pytest.mark.parametrize(
    "said", [dt.date(1944, 1, 1), dt.date(1944, 1, 28), None], ids=["only the month", "the day", "nothing"]
)
def test_birth_that_agrees_is_taken_from_the_number(said: dt.date | None) -> None:
    look = FakeLook()
    assert look.add(PEOPLE, name="郝英", id_no=number(BORN, 573), birth_on=said).birth_on == BORN


def test_month_that_a_spreadsheet_cut_agrees() -> None:
    """1944.10 typed into a number cell arrives as 1944.1."""
    born = dt.date(1944, 10, 9)
    person = FakeLook().add(PEOPLE, name="郝英", id_no=number(born, 573), birth_on=dt.date(1944, 1, 1))
    assert person.birth_on == born


@pytest.mark.parametrize(
    "said",
    [dt.date(1944, 1, 27), dt.date(1944, 2, 1), dt.date(1945, 1, 1), dt.date(1944, 10, 28)],
    ids=["another day", "another month", "another year", "October in full"],
)
@pytest.mark.parametrize(("ledger", "name"), [(PEOPLE, "name"), (HOUSEHOLDS, "head_name")])
def test_birth_that_differs_is_refused(ledger: Any, name: str, said: dt.date) -> None:
    look = FakeLook()
    record = look.draft(ledger, id_no=number(BORN, 573), birth_on=said, **{name: "郝英"})
    if ledger is HOUSEHOLDS:
        record.hardship = ["低保户"]
    assert "1944-01-28" in look.judge(record).errors["birth_on"]


def test_other_sex_is_not_refused_and_not_forgotten() -> None:
    look = FakeLook()
    person = look.draft(PEOPLE, name="黄巧玉", sex="女", id_no=number(BORN, 573))
    verdict = look.judge(person)
    assert not verdict.errors
    assert not verdict.warnings
    assert person.sex == "男"
    assert "原来写的性别是女" in person.id_note
    look.judge(person)
    assert "原来写的性别是女" in person.id_note, "the note survives the next save"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "张3"}, "name"),
        ({"id_no": ""}, "id_no"),
        ({"id_no": "321199194401285732"}, "id_no"),
        ({"id_no": "32119919440128573"}, "id_no"),
        ({"phone": "1381234567"}, "phone"),
        ({"account_no": "62220211"}, "account_no"),
        ({"political_status": "中共党员", "joined_on": dt.date(1961, 1, 1)}, "joined_on"),
        ({"joined_on": dt.date(1980, 1, 2), "confirmed_on": dt.date(1980, 1, 1)}, "confirmed_on"),
        ({"political_status": "预备党员", "confirmed_on": dt.date(2026, 1, 1)}, "confirmed_on"),
        ({"standing": "去世"}, "standing_on"),
        ({"standing": "迁出", "standing_on": dt.date(1940, 1, 1)}, "standing_on"),
        ({"standing": "去世", "standing_on": TODAY + dt.timedelta(days=1)}, "standing_on"),
        ({"category": ["孤寡"]}, "category"),
    ],
)
def test_person_refused(values: dict[str, Any], field: str) -> None:
    look = FakeLook()
    good = {"name": "郝英", "id_no": number(BORN, 573), "birth_on": None}
    assert field in look.judge(look.draft(PEOPLE, **{**good, **values})).errors


def test_reason_stands_in_for_the_number() -> None:
    look = FakeLook()
    assert not look.judge(look.draft(PEOPLE, name="郝英", id_missing_reason="本人未提供")).errors


def test_number_is_registered_once(village: Village) -> None:
    first = village.people["王桂兰"]
    again = village.look.draft(PEOPLE, name="王桂芝", id_no=first.id_no)
    assert "王桂兰" in village.look.judge(again).errors["id_no"]
    assert not village.look.judge(first).errors, "a record is no rival of itself"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"account_no": ACCOUNT, "bank_name": ""}, "account_no"),
        ({"account_no": "6222021104001234568", "bank_name": "丹阳农商行"}, "account_no"),
        ({"account_holder": "王小军"}, "account_holder"),
    ],
)
def test_account_is_asked_about(values: dict[str, Any], field: str) -> None:
    look = FakeLook()
    verdict = look.judge(look.draft(PEOPLE, name="郝英", id_no=number(BORN, 573), **values))
    assert not verdict.errors
    assert field in verdict.warnings


@pytest.mark.parametrize(
    ("category", "status", "role"),
    [
        (["困难党员"], "中共党员", "党员"),
        (["老党员", "残疾人"], "中共党员", "党员"),
        (["低保户"], "", "群众"),
        ([], "", "群众"),
    ],
)
def test_category_says_who_is_a_member(category: list[str], status: str, role: str) -> None:
    person = FakeLook().add(PEOPLE, name="郝英", id_no=number(BORN, 573), category=category)
    assert (person.political_status, person.role) == (status, role)
    assert is_member(person) is (role == "党员")


def test_party_years_count_from_confirmation(village: Village) -> None:
    member = village.people["徐福根"]
    assert party_years(member, dt.date(2026, 6, 30)) == 44
    assert party_years(member, dt.date(2026, 7, 1)) == 45
    assert party_years(village.people["王桂兰"], TODAY) is None
    assert is_committee(village.people["周建民"])
    assert not is_committee(member)


def test_name_is_linked_when_one_bears_it(village: Village) -> None:
    look = village.look
    assert named(look, "许敏") == link(village.people["许敏"])
    look.keep(look.draft(PEOPLE, name="许敏"))
    assert named(look, "许敏") == Link("", "许敏")
    assert named(look, "") is None
    look.operator = "何志强"
    assert at_the_desk(look) == [link(village.people["何志强"])]


# households


def _file(village: Village, **values: Any) -> Any:
    head = village.people["王桂兰"]
    return village.look.draft(
        HOUSEHOLDS, **{"head_name": head.name, "id_no": head.id_no, "hardship": ["低保户"], **values}
    )


def test_roster_line_is_let_in_and_says_what_it_lacks(village: Village) -> None:
    household = _file(village)
    verdict = village.look.judge(household)
    assert not verdict.errors
    assert not verdict.warnings
    assert "致困原因" in household.gaps
    assert household.person == link(village.people["王桂兰"])


def test_file_begun_is_asked_for_the_rest(village: Village) -> None:
    verdict = village.look.judge(_file(village, needs="想修屋顶"))
    assert "家庭成员" in verdict.warnings[""]


def test_full_file_has_no_gaps(village: Village) -> None:
    household = _file(
        village, group_no="3组", address="柳塘村3组1号", causes=["因病"], health_note="慢性病", needs="想修屋顶",
        members=[HouseholdMember(member=Link("", "王小军"), relation="孙子女")], income_year=1_200_000,
        measures="申请危房改造",
    )  # fmt: skip
    verdict = village.look.judge(household)
    assert not verdict.errors
    assert not verdict.warnings
    assert (household.gaps, household.population, household.income_pc) == ("", 1, 1_200_000)


@pytest.mark.parametrize(
    ("year", "heads", "each"), [(100, 3, 33), (200, 3, 67), (0, 2, 0), (None, 2, None), (5, None, None)]
)
def test_income_per_head(village: Village, year: int | None, heads: int | None, each: int | None) -> None:
    household = _file(village, income_year=year, population=heads)
    village.look.judge(household)
    assert household.income_pc == each


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"head_name": ""}, "head_name"),
        ({"hardship": []}, "hardship"),
        ({"causes": ["因病"]}, "health_note"),
        ({"labour": 3, "population": 2}, "labour"),
        ({"opened_on": dt.date(2026, 2, 1), "closed_on": dt.date(2026, 1, 1), "close_reason": "脱困"}, "closed_on"),
        ({"closed_on": dt.date(2026, 11, 1)}, "close_reason"),
        ({"members": [HouseholdMember(relation="配偶")]}, "members"),
        ({"members": [HouseholdMember(member=Link("", "王小军"), relation="远亲")]}, "members"),
        ({"members": [HouseholdMember(member=Link("", "王小军"), id_no="321199")]}, "members"),
    ],
)
def test_household_refused(village: Village, values: dict[str, Any], field: str) -> None:
    assert field in village.look.judge(_file(village, **values)).errors


def test_household_is_opened_once_and_numbered_once(village: Village) -> None:
    village.look.keep(_file(village, household_no="32118110120301001"))
    assert "王桂兰" in village.look.judge(_file(village)).errors["id_no"]
    other = _file(village, head_name="孙玉珍", id_no=village.people["孙玉珍"].id_no, household_no="32118110120301001")
    assert "household_no" in village.look.judge(other).errors


@pytest.mark.parametrize(
    ("taken", "next_one"),
    [
        ([], "001"),
        (["32118110120301001", "别处007", "32118110120301012", "32118110120301甲"], "013"),
        (["32118110120301999"], "1000"),
        (["32118110120301999", "321181101203011000"], "1001"),
    ],
)
def test_files_get_the_numbers_behind_all_that_were_ever_given(
    village: Village, taken: list[str], next_one: str
) -> None:
    for one in taken:
        village.look.keep(_file(village, household_no=one)).status = "binned"
    some = [_file(village), _file(village, household_no="9号"), _file(village)]
    give_numbers(some, village.look)
    assert some[0].household_no == f"32118110120301{next_one}"
    assert [one.household_no for one in some[1:]] == ["9号", f"32118110120301{int(next_one) + 1:03}"]


def test_an_office_gives_no_numbers(village: Village) -> None:
    village.look.branch_code = ""
    file = _file(village)
    give_numbers([file], village.look)
    assert file.household_no == ""


def test_counting_and_a_dead_head_are_asked_about(village: Village) -> None:
    household = _file(village, population=3, members=[HouseholdMember(member=Link("", "王小军"))])
    assert "population" in village.look.judge(household).warnings
    village.people["王桂兰"].standing = "去世"
    assert "去世" in village.look.judge(household).warnings["person"]


@pytest.mark.parametrize(
    ("tier", "own", "days"), [("高", None, 7), ("中", None, 30), ("一般", None, 90), ("", None, 90), ("高", 14, 14)]
)
def test_days_between_visits(village: Village, tier: str, own: int | None, days: int) -> None:
    assert visit_days(_file(village, tier=tier, visit_every=own), village.look) == days


# the sample roster, field by field as any importer reads it

HEADS = ("姓名", "性别", "身份证号码", "出生年月", "村民小组", "家庭住址", "联系电话", "人员类别", "备注")


def test_headings_of_the_sample_are_known() -> None:
    for ledger in (PEOPLE, HOUSEHOLDS):
        known = {word for kind in ledger.kinds.values() for word in (kind.label, *kind.aliases)}
        assert set(HEADS) <= known


def test_no_two_fields_answer_to_one_heading() -> None:
    for ledger in (PEOPLE, HOUSEHOLDS):
        words = [word for kind in ledger.kinds.values() for word in {kind.label, *kind.aliases}]
        assert len(words) == len(set(words)), sorted(word for word in words if words.count(word) > 1)


ROWS: list[tuple[list[Any], str]] = [
    (["黄巧玉", "男", "321199194401285731", "1944.1", "4组", "柳塘村8组66号", 15266166304.0, "特困供养", ""], ""),
    (["马国𠅤", "女", "３２１１９９１９８６０１０３３３６9", "1986-01-03", "5组", "柳塘村", "", "重病户", ""], ""),
    (["易强", "男", "321199198507065730", "1985-07-06", "11组", "柳塘村", "13433014673", "困难党员", ""], "逐位核对"),
    (["", "女", "321199197611227381", "1976.11", "7组", "柳塘村", "18306898575", "低保边缘户", ""], "没有填"),
    (["曹柏敏", "女", 3.21199198907246e17, dt.date(1989, 7, 24), "6组", "柳塘村", "", "困难党员", ""], "丢了"),
    (["丁娜兰", "女", "321199197205169000", "1972/5/16", "6组", "柳塘村", "18273340355", "重病户", ""], "000"),
]  # fmt: skip


@pytest.mark.parametrize("ledger", [PEOPLE, HOUSEHOLDS], ids=["people", "households"])
@pytest.mark.parametrize(("cells", "said"), ROWS, ids=[str(cells[0]) or "nobody" for cells, _ in ROWS])
def test_rows_of_the_sample(ledger: Any, cells: list[Any], said: str) -> None:
    look = FakeLook()
    record = look.draft(ledger)
    for head, cell in zip(HEADS, cells, strict=True):
        name, kind = next((n, k) for n, k in ledger.kinds.items() if head in (k.label, *k.aliases))
        setattr(record, name, kind.from_cell(cell, look.today))
    verdict = look.judge(record)
    assert not verdict.warnings
    assert said in " ".join(verdict.errors.values())
    assert bool(verdict.errors) is bool(said)
