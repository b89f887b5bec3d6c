"""Names and sentences as villages have them: few surnames bear most people, few phrases fill most visits.

All people are invented. The weights matter: a search is only hard where a character or a pair of them is common.
"""

from __future__ import annotations

from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random

# Surname and its share in thousandths: the country's first ones, then those of the lower Yangtze.
_SURNAMES = (
    "王70李66张62陈52刘48吴38朱36周34徐32孙28赵26杨25丁24蒋22钱20姜19汤18殷17戴17景15眭14束14荆13贡12黄12胡12"
    "何11马11高10林10郭10罗9梁9宋9郑9谢9韩9唐8冯8于8董8程8曹8袁8邓7许7傅7沈7曾6彭6吕6苏6卢6贾6田6潘6毛6顾6"
    "夏6方6石5任5姚5范5尹5邹5陆5邵5严5钟5孔4汪4薛4贺4倪4龚4仲3虞3解3仇3单2查2翟2缪2葛3区1盖1朴1欧阳1尉迟1万俟1"
)
_OLD = "桂兰秀英玉珍凤英国富建国志强永康金娣巧云福根和平美华腊梅小妹银凤根生锁林洪生留根兰英素珍桂英"
_YOUNG = "海燕晓东丽娟文斌雪梅建民敏霞俊杰欣怡子涵浩然雨桐思远佳怡梓萱宇轩志明春红卫东爱华亚平学军"
_FIRST = "国建志文明玉秀桂春金永福华荣德兴长正世光海云红小亚爱丽晓俊雪思子雨佳梓宇浩一"
_SECOND = "兰英珍华明强平军芳梅凤生林根民东霞敏杰娟斌峰涛燕萍红涵怡轩桐远然琴云龙虎成宝贵才"


def _weighted(table: str) -> tuple[list[str], list[int]]:
    names: list[str] = []
    weights: list[int] = []
    name = ""
    digits = ""
    for char in f"{table}，":
        if char.isascii():
            digits += char
        elif digits:
            names.append(name)
            weights.append(int(digits))
            name, digits = char, ""
        else:
            name += char
    return names, list(accumulate(weights))


_NAMES, _SHARES = _weighted(_SURNAMES)


def person_name(dice: random.Random) -> str:
    """Return a name of two to four characters."""
    surname = dice.choices(_NAMES, cum_weights=_SHARES)[0]
    chance = dice.random()
    if chance < 0.12:
        return surname + dice.choice(_SECOND)
    if chance < 0.5:
        given = _OLD if chance < 0.33 else _YOUNG
        at = 2 * dice.randrange(len(given) // 2)
        return surname + given[at : at + 2]
    return surname + dice.choice(_FIRST) + dice.choice(_SECOND)


_WHO = ("老伴", "儿子", "女儿", "本人", "儿媳", "孙子", "母亲", "父亲", "女婿", "大儿子", "小女儿", "丈夫")
_ILL = (
    "高血压", "糖尿病", "脑梗", "冠心病", "关节炎", "慢支", "白内障", "腰椎间盘突出", "肺部结节", "尿毒症", "胃病",
    "精神二级残疾", "肢体三级残疾", "类风湿", "帕金森",
)  # fmt: skip
_PLACE = ("镇卫生院", "市人民医院", "中医院", "镇江", "常州", "南京", "苏州", "无锡", "上海", "昆山", "丹阳城里")
_WORK = ("眼镜厂", "灯具厂", "建筑工地", "服装厂", "快递站", "饭店", "汽配厂", "超市", "养殖场", "物业公司")
_CROP = ("水稻", "小麦", "油菜", "草莓", "葡萄", "大棚蔬菜", "桃树", "茶叶", "鱼塘")
_FEEL = ("情绪稳定", "心情不错", "有些焦虑", "话不多", "比较乐观", "对政策满意", "担心以后没人照顾", "身体尚好")
_HOUSE = ("屋顶漏雨", "院墙开裂", "自来水管老化", "线路老化", "门窗透风", "厕所还没改造", "路灯不亮", "房屋整洁")
_STATE = (
    "{who}{ill}多年，常年吃药，每月药费 {n} 元。", "{who}上月在{place}住院 {d} 天，报销后自付 {n}00 元。",
    "{who}在{place}{work}上班，每月收入 {n}00 元左右。", "家里种了 {d} 亩{crop}，今年收成一般。",
    "{who}常年在外打工，平时只有老两口在家。", "独自居住，子女在{place}，每周打一次电话。",
    "{house}，冬天住着不方便。", "{feel}，和邻居来往多。", "能自己做饭洗衣，{feel}。",
    "孙子在镇中心小学读{d}年级，成绩中等。", "{who}因{ill}不能干重活，家里缺劳力。",
    "今年领到低保金每月 {n} 元，{feel}。", "党员，党龄 {d}0 年，常来支部参加活动。",
    "最近天气转凉，腿脚不便，很少出门。", "家中整洁，米面油都有，暂无安全隐患。",
    "电动车充电拉线进屋，当场提醒并帮着拆了。",
)  # fmt: skip
_NEED = (
    "无", "无", "无", "想申请临时救助。", "希望村里帮忙联系修{house}。", "想给{who}办残疾证。", "想了解大病报销政策。",
    "希望帮忙介绍一份{work}的活。", "想装一键呼叫器。", "希望把{crop}的销路打开。", "要求把门前的路修一修。",
    "想换大一点的轮椅。", "希望志愿者多来陪聊天。", "医保报销材料不会填，请村里帮忙。",
)  # fmt: skip
_DONE = (
    "已宣讲政策，鼓励保持联系。", "当场联系镇民政办，{d} 日内答复。", "帮着填好了材料，已交镇便民服务中心。",
    "叮嘱按时吃药，天冷少出门。", "已报镇党委，列入下月议题。", "联系村电工，第二天来检修线路。",
    "送去米和油，讲了防诈骗的例子。", "和{who}通了电话，商量轮流照顾。", "安排志愿者每周上门一次。",
    "协调{place}专家号，约在下周。", "已登记，等临时救助审批。", "检查了煤气和电线，没有隐患。",
)  # fmt: skip
POLICIES = ("", "", "医疗救助政策", "残疾人两项补贴", "高龄津贴", "防返贫监测帮扶政策", "临时救助办法", "城乡居民医保")


def _say(dice: random.Random, sentence: str) -> str:
    return sentence.format(
        who=dice.choice(_WHO), ill=dice.choice(_ILL), place=dice.choice(_PLACE), work=dice.choice(_WORK),
        crop=dice.choice(_CROP), feel=dice.choice(_FEEL), house=dice.choice(_HOUSE), n=dice.randint(1, 99) * 10,
        d=dice.randint(1, 9),
    )  # fmt: skip


@cache
def _phrases() -> list[str]:
    """Return the long tail of the language, without which an index of texts would look smaller than it is."""
    from pypinyin.phrases_dict import phrases_dict

    return sorted(phrase for phrase in phrases_dict if len(phrase) <= 4)


def situation(dice: random.Random) -> str:
    """Return how a household fares, two to four sentences."""
    said = "".join(_say(dice, one) for one in dice.sample(_STATE, k=dice.choice((2, 2, 3, 3, 4))))
    return f"{said}聊到{dice.choice(_phrases())}和{dice.choice(_phrases())}。"


def request(dice: random.Random) -> str:
    """Return what a household asks for; often nothing."""
    return _say(dice, dice.choice(_NEED))


def measures(dice: random.Random) -> str:
    """Return what was done, one or two sentences."""
    return "".join(_say(dice, one) for one in dice.sample(_DONE, k=dice.choice((1, 1, 2))))


def difficulty(dice: random.Random) -> str:
    """Return what is hard; often nothing."""
    return "无" if dice.random() < 0.5 else _say(dice, dice.choice(_STATE))
