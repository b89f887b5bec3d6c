from __future__ import annotations

import re
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import danyang_desktop
from danyang_desktop.base.chinese import pinyin
from danyang_desktop.base.chinese.masks import mask_account, mask_address, mask_id, mask_name, mask_phone
from danyang_desktop.base.chinese.names import (
    COMPOUND_SURNAMES,
    complain_name,
    is_private,
    normalise_name,
    surname_length,
)
from danyang_desktop.base.chinese.pinyin import search_keys, syllables

ROOT = Path(danyang_desktop.__file__).parents[1]
RARE = ("李喆", "王堃", "陈昇", "张瑒", "赵犇", "刘䶮", "孙㑇", "周㛃", "吴𬭎", "马国𠅤", "曾英𮧵")


@pytest.mark.parametrize(
    "name", [*RARE, "王桂兰", "欧阳文松", "买买提·艾力", "John Smith", "José", "O'Brien", "〇", "张"]
)
def test_good_names_stay_as_they_are(name: str) -> None:
    assert normalise_name(name) == name
    assert complain_name(name) is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (" 王桂兰 ", "王桂兰"),
        ("张 三", "张三"),
        ("张\u3000三\n", "张三"),
        ("张\u00a0三", "张三"),
        ("张\u200b三\ufeff", "张三"),
        ("买买提•艾力", "买买提·艾力"),
        ("买买提・艾力", "买买提·艾力"),
        ("买买提．艾力", "买买提·艾力"),
        ("买买提.艾力", "买买提·艾力"),
        ("买买提 · 艾力", "买买提·艾力"),
        ("·张三·", "张三"),
        ("Ｊｏｈｎ  Smith", "John Smith"),
        ("J. Smith", "J. Smith"),
        ("Jose\u0301", "José"),
        ("张\uf9d1", "张六"),  # a compatibility character, by NFC
        ("张⽂", "张文"),  # a radical out of a PDF
        ("葛\U000e0100", "葛"),
        ("张\ue863", "张䶮"),  # GB 18030 before 2005
        ("张\ue81e", "张\u9fb4"),  # GB 18030-2022
        ("张\ue864", "张\u9fbb"),
        ("张\ue817", "张\U00020089"),
        ("\r\n", ""),
    ],
)
def test_names_are_tidied(text: str, name: str) -> None:
    assert normalise_name(text) == name


def test_old_private_code_points_get_the_characters_of_the_standard() -> None:
    # Python's codec keeps to the edition of 2000: eight characters have moved since, and six lie outside the BMP.
    moved = {
        "E81E": 0x9FB4,
        "E826": 0x9FB5,
        "E82B": 0x9FB6,
        "E82C": 0x9FB7,
        "E832": 0x9FB8,
        "E843": 0x9FB9,
        "E854": 0x9FBA,
        "E864": 0x9FBB,
        "E816": 0x20087,
        "E817": 0x20089,
        "E818": 0x200CC,
        "E831": 0x215D7,
        "E83B": 0x2298F,
        "E855": 0x241FE,
    }
    trails = [trail for trail in range(0x50, 0xA1) if trail != 0x7F]
    for place, trail in enumerate(trails):
        old = 0xE815 + place
        proper = chr(moved[f"{old:X}"]) if f"{old:X}" in moved else bytes([0xFE, trail]).decode("gb18030")
        assert not is_private(proper)
        assert normalise_name(chr(old)) == proper, f"U+{old:X}"
    forms = [0xFE10, 0xFE12, 0xFE11, *range(0xFE13, 0xFE1A)]
    assert [normalise_name(chr(code)) for code in range(0xE78D, 0xE797)] == [chr(form) for form in forms]


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("", "还没填"),
        (" \u3000", "还没填"),
        ("张三1", "数字“1”"),
        ("张三２", "数字"),
        ("张三😀", "“😀”"),
        ("张\ue000", "自造字"),
        ("张\U000f0000", "自造字"),
        ("张？", "没认出来"),
        ("张?", "没认出来"),
        ("张\ufffd", "没认出来"),
        ("张三（小）", "“（”"),
        ("张三,李四", "“,”"),
        ("张三、李四", "“、”"),
        ("张*", "“[*]”"),
        ("张三\uff21さん", "“さ”"),
        ("Иван", "“И”"),
        ("--", "没有字"),
        ("张" * 51, "51个字"),
    ],
)
def test_what_is_no_name_is_refused_with_a_sentence(text: str, part: str) -> None:
    sentence = complain_name(text)
    assert sentence
    assert re.search(part, sentence), sentence
    assert sentence.endswith("。")


def test_length_is_counted_in_characters_not_in_utf_16() -> None:
    assert complain_name("𠅤" * 50) is None
    assert complain_name("𠅤" * 51)


@given(st.text(max_size=60))
def test_tidying_twice_is_tidying_once(text: str) -> None:
    name = normalise_name(text)
    assert normalise_name(name) == name
    assert unicodedata.is_normalized("NFC", name)
    complain_name(text)


def test_compound_surnames() -> None:
    assert surname_length("欧阳文松") == 2
    assert surname_length("欧阳修") == 2
    assert surname_length("欧阳") == 1
    assert surname_length("张三") == 1
    assert surname_length("") == 1
    assert all(len(surname) == 2 for surname in COMPOUND_SURNAMES)


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("张三", "张*"),
        ("张文祥", "张*祥"),
        ("张三李四", "张**四"),
        ("欧阳修", "欧阳*"),
        ("欧阳文松", "欧阳**"),
        ("马国𠅤", "马*𠅤"),
        ("买买提·艾力", "买**·**"),
        ("John Smith", "J*** ****h"),
        ("张", "*"),
        ("", ""),
        (" 张三 ", "张*"),
    ],
)
def test_masked_names(name: str, masked: str) -> None:
    assert mask_name(name) == masked


def test_other_styles_of_masked_names() -> None:
    assert mask_name("张文祥", "surname") == "张**"
    assert mask_name("张文祥", "full") == "张文祥"


@pytest.mark.parametrize(
    ("number", "masked"),
    [
        ("321199190001010019", "321199********0019"),
        ("32119919000101001X", "321199********001X"),
        ("321199000101001", "321199*****1001"),
        ("12345678901234", "**************"),
        ("1", "*"),
        ("", ""),
    ],
)
def test_masked_citizen_numbers(number: str, masked: str) -> None:
    assert mask_id(number) == masked


@pytest.mark.parametrize(
    ("phone", "masked"),
    [
        ("13812345678", "138****5678"),
        ("138-1234-5678", "138****5678"),
        ("+86 138 1234 5678", "138****5678"),
        ("0511-86123456", "0511-****3456"),
        ("051186123456", "0511-****3456"),
        ("86123456", "****3456"),
        ("8612345", "*******"),
        ("110", "***"),
        ("", ""),
    ],
)
def test_masked_telephones(phone: str, masked: str) -> None:
    assert mask_phone(phone) == masked


@pytest.mark.parametrize(
    ("account", "masked"),
    [
        ("6222021104001236021", "**** 6021"),
        ("6222 0211 0400 1236 021", "**** 6021"),
        ("1234567", "****"),
        ("", ""),
    ],
)
def test_masked_accounts(account: str, masked: str) -> None:
    assert mask_account(account) == masked


@pytest.mark.parametrize(
    ("address", "masked"),
    [
        ("柳塘村9组61号", "柳塘村9组"),
        ("柳塘村９组61号", "柳塘村9组"),
        ("云阳街道柳塘村第三村民小组12号", "云阳街道柳塘村第三村民小组"),
        ("柳塘村前庄组12号", "柳塘村前庄组"),
        ("八里村三组5号", "八里村三组"),
        ("八里村幸福路12号", "八里村"),
        ("丹阳市云阳街道城中社区新民西路8号201室", "丹阳市云阳街道城中社区"),
        ("某某大厦5楼", "***"),
        ("", ""),
    ],
)
def test_masked_addresses(address: str, masked: str) -> None:
    assert mask_address(address) == masked


@given(st.text(max_size=30))
def test_masks_never_show_all_of_a_long_text(text: str) -> None:
    for mask in (mask_name, mask_id, mask_phone, mask_account):
        masked = mask(text)
        assert not masked.strip() or "*" in masked or not text.strip() or set(masked) <= set("· ")
    mask_address(text)


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("王桂兰", ("wangguilan", "wgl")),
        ("单明", ("shanming", "sm")),
        ("解小红", ("xiexiaohong", "xxh")),
        ("仇英", ("qiuying", "qy")),
        ("区小", ("ouxiao", "ox")),
        ("查良", ("zhaliang", "zl")),
        ("曾英", ("zengying", "zy")),
        ("朴正", ("piaozheng", "pz")),
        ("缪斌", ("miaobin", "mb")),
        ("翟志刚", ("zhaizhigang", "zzg")),
        ("盖明", ("geming", "gm")),
        ("种明", ("chongming", "cm")),
        ("任明", ("renming", "rm")),
        ("华明", ("huaming", "hm")),
        ("乐明", ("yueming", "ym")),
        ("尹明", ("yinming", "ym")),
        ("洗明", ("xianming", "xm")),
        ("尉明", ("weiming", "wm")),
        ("万俟明", ("moqiming", "mqm")),
        ("尉迟恭", ("yuchigong", "ycg")),
        ("长孙明", ("zhangsunming", "zsm")),
        ("令狐冲", ("linghuchong", "lhc")),
        ("澹台明", ("tantaiming", "ttm")),
        ("欧阳文松", ("ouyangwensong", "oyws")),
        ("单于明", ("chanyuming", "cym")),
        ("单于", ("shanyu", "sy")),
        ("吕长乐", ("lvchangle", "lcl")),
        ("女", ("nv", "n")),
        ("李晟", ("lisheng", "ls")),
        ("张单", ("zhangdan", "zd")),
        ("陈昇", ("chensheng", "cs")),
        ("刘䶮", ("liuyan", "ly")),
        ("孙㑇", ("sunzhou", "sz")),
        ("周㛃", ("zhoujie", "zj")),
        ("吴𬭎", ("wuhong", "wh")),
        ("张\U00020021", ("zhang", "z")),  # Ext B, without a reading
        ("买买提·艾力", ("maimaitiaili", "mmtal")),
        ("John 3", ("john3", "john3")),
        ("张\ue000", ("zhang", "z")),
        ("", ("", "")),
    ],
)
def test_search_keys(name: str, keys: tuple[str, str]) -> None:
    assert search_keys(name) == keys


def test_a_text_that_is_no_name_keeps_the_common_readings() -> None:
    assert search_keys("单位", is_name=False) == ("danwei", "dw")
    assert search_keys("村长", is_name=False) == ("cunzhang", "cz")
    assert syllables("王桂兰A1") == ["wang", "gui", "lan", "a", "1"]


def test_every_compound_surname_has_its_reading() -> None:
    read = {surname: search_keys(surname + "明")[0].removesuffix("ming") for surname in COMPOUND_SURNAMES}
    expected = """
        欧阳ouyang 上官shangguan 诸葛zhuge 司马sima 夏侯xiahou 皇甫huangfu 东方dongfang 公孙gongsun 慕容murong 宇文yuwen
        万俟moqi 尉迟yuchi 长孙zhangsun 令狐linghu 澹台tantai 司徒situ 司空sikong 闻人wenren 赫连helian 淳于chunyu
        单于chanyu 太叔taishu 申屠shentu 仲孙zhongsun 轩辕xuanyuan 钟离zhongli 鲜于xianyu 闾丘lvqiu 司寇sikou
        南宫nangong 端木duanmu 独孤dugu 公羊gongyang 公冶gongye 宗政zongzheng 濮阳puyang 拓跋tuoba 百里baili 呼延huyan
        东郭dongguo 西门ximen 微生weisheng 左丘zuoqiu 梁丘liangqiu 亓官qiguan 漆雕qidiao 乐正yuezheng 第五diwu
        公良gongliang 谷梁guliang 宰父zaifu 段干duangan 巫马wuma 颛孙zhuansun 壤驷rangsi 羊舌yangshe 归海guihai
        东门dongmen 南门nanmen
    """
    assert read == {entry[:2]: entry[2:] for entry in expected.split()}


def test_our_readings_are_only_those_that_the_table_gets_wrong() -> None:
    plain = pinyin._Readings()
    assert [char for char, reading in pinyin._SURNAMES.items() if plain[char] == reading] == []
    assert [char for char, reading in pinyin._GIVEN.items() if plain[char] == reading] == []


def test_the_table_of_characters_is_read_without_loading_the_phrases() -> None:
    asked = "from danyang_desktop.base.chinese.pinyin import search_keys; import sys; print(search_keys('王桂兰')[1])"
    program = asked + "; print('pypinyin' in sys.modules)"
    answer = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, check=True, text=True)
    assert answer.stdout.split() == ["wgl", "False"]


def test_the_table_is_the_same_where_its_file_is_not_found(monkeypatch: pytest.MonkeyPatch) -> None:
    table = pinyin._load_table()
    monkeypatch.setattr(pinyin, "find_spec", lambda _: None)
    assert pinyin._load_table.__wrapped__() == table
    assert len(table) > 40_000


@given(st.text(max_size=20))
def test_keys_are_plain_letters_and_digits(text: str) -> None:
    full, initials = search_keys(text)
    assert full.isascii()
    assert full == full.lower()
    assert len(initials) <= len(text)
    assert set(initials) <= set(full)
