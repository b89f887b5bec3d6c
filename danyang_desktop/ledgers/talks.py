"""谈心谈话台账 (L3): who talked with whom, why, and what was settled (支部工作条例 art. 19; domain.md).

The text of a talk is for the secretary alone (privacy 4): it leaves the book only as counts.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any

from danyang_desktop.base.chinese.dates import anniversary, show_date, show_span
from danyang_desktop.declare.faces import Cells, Col, Fact, Print, Sheet, month_and_day
from danyang_desktop.declare.kinds import Choice, Choices, Date, LongText, People, Ref, Rows, Text, Time, YesNo
from danyang_desktop.declare.ledger import Ledger
from danyang_desktop.declare.record import Record
from danyang_desktop.declare.rules import in_order, says
from danyang_desktop.registers import action_items
from danyang_desktop.registers.action_items import ActionItem
from danyang_desktop.registers.people import PEOPLE, Person, at_the_desk, is_committee, is_member, named

if TYPE_CHECKING:
    from danyang_desktop.declare.look import Link, Look

OPEN_TALK, SECRET, COUNT_ONLY = "一般", "保密", "只记次数"
ONE, MANY, BY_PHONE = "个别", "集体", "电话"
COMMITTEE, COMMITTEE_MEMBER, MEMBERS = "委员—委员", "委员—党员", "党员—党员"
CADRE, RESIDENT = "干部", "群众"
CADRE_SCHEME = "干部谈心（组织部门）"
BIRTHDAY, _BIRTHDAY_DAYS = "政治生日", 7
_TENDER = ("家庭变故", "思想疙瘩·矛盾", "遇重大挫折·受处分", "身心健康异常")
"""Occasions whose talks start as 保密 (screens/design.md, 04)."""
_TEXTS = ("outline", "content", "opinions", "family_issue", "difficulty")
_WORRY = says("mood", "需关注")
_DAY = month_and_day("talk_on")


def _has_text(talk: Any) -> bool:
    return bool(talk.secrecy != COUNT_ONLY)


def _when(talk: Any) -> str:
    """Return the day, and from when to when as far as it is known."""
    day = show_date(talk.talk_on, with_year=True) if talk.talk_on else ""
    return f"{day}\n{show_span(talk.starts, talk.ends)}".rstrip()


def _settled(talk: Any) -> str:
    """Return what was promised, by whom and until when, and when to talk again."""
    said = [f"{item.what}{_by_whom(item)}" for item in talk.actions]
    again = f"{show_date(talk.follow_up_on)}再谈。" if talk.follow_up_on else ""
    return "；".join(said) + ("。" if said else "") + again


def _by_whom(item: Any) -> str:
    until = f"{show_date(item.due_on)}前办" if item.due_on else ""
    when = f"{show_date(item.done_on)}办好" if item.done_on else until
    facts = "，".join(filter(None, (item.owner.name if item.owner else "", when)))
    return f"（{facts}）" if facts else ""


class Talk(Record):
    """One talk."""

    targets = People(PEOPLE, "谈话对象", required=True, privacy=2, aliases=("对象", "被谈话人"))
    talkers = People(PEOPLE, "谈话人", required=True, default=at_the_desk)
    talk_on = Date("谈话日期", required=True, default=lambda look: look.today, aliases=("谈话时间", "日期", "时间"))
    starts = Time("开始时间", aliases=("开始",))
    ends = Time("结束时间", aliases=("结束",))
    place = Text("地点", most=60, required=True, default="村委会", aliases=("谈话地点",))
    scheme = Choice("谈话类别", "talk_scheme", required=True, default="支部工作条例（年度）", aliases=("类别",))
    occasion = Choice(
        "谈话情形", "talk_occasion", required=True, default="年度例谈", privacy=2, aliases=("缘由", "谈话缘由")
    )
    mode = Choice("方式", (ONE, MANY, BY_PHONE), required=True, default=ONE, aliases=("谈话方式",))
    relations = Choices("谈话关系", (COMMITTEE, COMMITTEE_MEMBER, MEMBERS, CADRE, RESIDENT))
    secrecy = Choice("谁能看", (OPEN_TALK, SECRET, COUNT_ONLY), help="不选就按谈话情形定。", aliases=("保密",))
    noted_by = Ref(PEOPLE, "记录人", loose=True, default=lambda look: named(look, look.operator))
    outline = LongText("谈话提纲", most=400, privacy=4, shown_when=_has_text)
    content = LongText(
        "谈话内容", most=2000, least=20, privacy=4, shown_when=_has_text, required_when=_has_text,
        aliases=("主要内容", "谈话主要内容"),
    )  # fmt: skip
    mood = Choice(
        "思想状况", ("稳定", "有波动", "需关注"), privacy=4, shown_when=_has_text, required_when=_has_text
    )  # fmt: skip
    opinions = LongText("本人意见建议", most=500, privacy=4, shown_when=_has_text, aliases=("意见建议", "本人意见"))
    family_issue = LongText("家庭情况", most=500, privacy=4, shown_when=_has_text)
    difficulty = LongText("实际困难", most=500, privacy=4, shown_when=_has_text, aliases=("困难",))
    actions = Rows("解决措施", ActionItem, noun="件", most=20, privacy=2, aliases=("解决办法",))
    solved = YesNo("问题解决")
    follow_up_on = Date("下次再谈", future=True, required_when=_WORRY)
    campaign = Text("专项活动", most=30)
    remark = Text("备注", most=200)


TALKS = Ledger(
    slug="talks", title="谈心谈话台账", short="谈心谈话", noun="谈话", unit="人次", code="TH", icon="talk", model=Talk,
    date_of="talk_on", keys=("talk_on", "targets"), secret=lambda talk: talk.secrecy != OPEN_TALK,
    stays=("targets", "talkers", "noted_by", "place", "actions", "remark"),
    table=(
        Col("talk_on", 70, "日期", _DAY), Col("targets", 120), Col("talkers", 120), Col("occasion", 150),
        Col("relations", 110, "关系"), Col("secrecy", 90), Col("place"), Col("solved", 84),
    ),
    form={
        "谈话": ("targets", "talkers", "talk_on", "starts", "ends", "place", "scheme", "occasion", "mode", "secrecy"),
        "内容": ("outline", "content", "mood", "opinions", "family_issue", "difficulty"),
        "以后": ("actions", "follow_up_on", "noted_by", "campaign", "remark"),
    },
    search=("targets", "talkers", "occasion", "place", "remark"),
    prints=(
        Sheet(
            "谈心谈话登记表",
            (
                Print("seq", 14, "序号", "center"), Print("talk_on", 22, "日期", "center", _DAY), Print("targets", 44),
                Print("talkers", 40), Print("relations", 34), Print("occasion", 56), Print("mode", 20),
                Print("solved", 32),
            ),
            signatures=("支部书记", "记录人"),
        ),
        Cells(
            "谈心谈话记录表",
            (
                ("targets", "relations", "talkers"), ("talk_on", "place"), ("scheme", "mode"), ("occasion",),
                ("content",), ("opinions",), ("actions",),
            ),
            signatures=("谈话人", "谈话对象"),
            tall={"content": 62.0, "opinions": 28.0, "actions": 28.0},
            facts={
                "talk_on": Fact("谈话时间", _when), "place": Fact("谈话地点"), "occasion": Fact("谈话缘由", ticks=True),
                "content": Fact("谈　　话\n主要内容"), "opinions": Fact("本人意见\n和建议"),
                "actions": Fact("解决办法\n及时限", _settled, text=True),
            },
            note="注：标为“保密”的谈话不打印内容，只计入次数。本表由支部存档，不外传。",
            care="内部资料 · 注意保管",
        ),
    ),
)  # fmt: skip


@TALKS.fill
def _work_out(talk: Talk, look: Look) -> None:
    """Work out the relation and whether all is settled, propose the secrecy, and keep no text of a counted talk."""
    talk.relations = relations(talk, look)
    if not talk.secrecy:
        talk.secrecy = SECRET if talk.occasion in _TENDER else OPEN_TALK
    if talk.secrecy == COUNT_ONLY:
        for name in _TEXTS:
            setattr(talk, name, "")
        talk.mood = ""
    talk.solved = not action_items.open_items(talk.actions) if talk.actions else None


def relations(talk: Talk, look: Look) -> list[str]:
    """Return the relations between the two sides by their posts in the branch; art. 19 asks for the first three."""
    if talk.scheme == CADRE_SCHEME:
        return [CADRE]
    sides = [[_standing(link, look) for link in links] for links in (talk.talkers, talk.targets)]
    found = {_relation(a, b) for a, b in product(*sides)}
    return [one for one in (COMMITTEE, COMMITTEE_MEMBER, MEMBERS, RESIDENT) if one in found]


def _standing(link: Link, look: Look) -> int:
    """Return 2 for a committee member, 1 for a member, 0 for anybody else."""
    person = look.get(link)
    return 0 if not isinstance(person, Person) else 2 if is_committee(person) else int(is_member(person))


def _relation(a: int, b: int) -> str:
    return RESIDENT if not min(a, b) else {4: COMMITTEE, 3: COMMITTEE_MEMBER, 2: MEMBERS}[a + b]


@TALKS.rule("targets")
def _sides(talk: Talk, look: Look) -> str | None:
    del look
    both = {link.uid or link.name for link in talk.talkers} & {link.uid or link.name for link in talk.targets}
    if both:
        names = (link.name for link in talk.targets if (link.uid or link.name) in both)
        return f"{'、'.join(names)}不能自己和自己谈。请改谈话人或谈话对象。"
    if talk.mode == MANY and len(talk.targets) < 2:
        return "集体谈话至少要有两个谈话对象。只有一个人就选“个别”。"
    return None


TALKS.rule("ends")(in_order("starts", "ends", "结束时间要晚于开始时间。请核对。", same=False))
TALKS.rule("follow_up_on")(in_order("talk_on", "follow_up_on", "下次再谈要在这次谈话之后。", same=False))
TALKS.rule("actions")(lambda talk, _: action_items.complain(talk.actions, talk.talk_on))


@TALKS.warning("targets")
def _one_to_one(talk: Talk, look: Look) -> str | None:
    if talk.mode != MANY and len(talk.targets) > 1:
        return "个别谈话一般一次谈一个人。一起谈的请把方式改成“集体”。"
    strangers = [link.name for link in (*talk.targets, *talk.talkers) if look.get(link) is None]
    return f"{'、'.join(strangers)}不在人员名册里，这次谈话不算进全年进度。" if strangers else None


@TALKS.warning("occasion")
def _near_the_anniversary(talk: Talk, look: Look) -> str | None:
    """Ask when a talk of the 政治生日 is not within a week of the day on which the person joined."""
    if BIRTHDAY not in (talk.scheme, talk.occasion):
        return None
    years = range(talk.talk_on.year - 1, talk.talk_on.year + 2)
    for link in talk.targets:
        person = look.get(link)
        joined = person.joined_on if isinstance(person, Person) else None
        if joined and min(abs(talk.talk_on - anniversary(joined, year)).days for year in years) > _BIRTHDAY_DAYS:
            return f"{link.name}的政治生日是 {show_date(joined)}，谈话一般在前后一周内。请核对日期。"
    return None


@TALKS.warning("ends")
def _length(talk: Talk, look: Look) -> str | None:
    if talk.starts is None or talk.ends is None:
        return None
    fewest, most = look.setting("talk_minutes")
    minutes = talk.ends - talk.starts
    return None if fewest <= minutes <= most else f"这次谈话 {minutes} 分钟，和平时不一样。请核对时间。"


@TALKS.warning("talk_on")
def _many_a_day(talk: Talk, look: Look) -> str | None:
    """Ask about the December rush: many talks of one talker on one day, or two at the same minute."""
    mine = {link.uid or link.name for link in talk.talkers}
    others = [one for one in look.where(TALKS, talk_on=talk.talk_on) if one.uid != talk.uid]
    same = [one for one in others if mine & {link.uid or link.name for link in one.talkers}]
    if talk.starts is not None and any(one.starts == talk.starts for one in same):
        return "谈话人在同一个时间还记了另一次谈话。请核对时间。"
    if len(same) >= look.setting("talks_a_day"):
        return f"谈话人这一天已经记了 {len(same)} 次谈话。请看看日期是不是真的。"
    return None
