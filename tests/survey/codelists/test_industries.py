"""GB/T 4754-2017, the short list of common trades, and the small lists."""

from __future__ import annotations

import datetime as dt

import pytest

from survey.codelists import catalogue, code_list, industries, list_names, options
from survey.codelists.finding import Finder


def test_the_classification_has_20_97_473_1381_codes() -> None:
    current = [row for row in industries() if row.holds(None)]
    assert [sum(row.level == level for row in current) for level in range(1, 5)] == [20, 97, 473, 1381]
    assert len(industries().usable) == 1381


@pytest.mark.parametrize("code", ["5292", "6241", "6242", "6432", "8051", "6210", "0313"])
def test_codes_that_only_the_2017_edition_has_stand_in_it(code: str) -> None:
    assert code in industries().usable


def test_a_code_of_the_2011_edition_ended_and_names_its_successors() -> None:
    row = industries().get("5430")
    assert row is not None
    assert not industries().holds("5430")
    assert industries().holds("5430", dt.date(2015, 1, 1))
    assert [row.code for row in industries().more_precise("5430")] == [f"543{digit}" for digit in range(1, 10)]


def test_a_middle_class_padded_with_0_asks_for_the_small_class() -> None:
    assert {row.parent for row in industries().more_precise("5210")} == {"521"}
    assert industries().more_precise("6210") == ()
    assert industries().more_precise("9999") == ()
    assert industries().more_precise("999") == ()


def test_sections() -> None:
    assert [row.code for code in ("6210", "0313", "5213") if (row := industries().section_of(code))] == ["H", "A", "F"]
    assert industries().section_of("9999") is None
    assert [row.code for row in industries().children("H")] == ["61", "62"]


TYPED = """
面馆 6291, 早餐 6291, 烧烤 6291, 串串香 6291, 豆花 6291, 冒菜 6291, 麻辣烫 6291, 凉粉 6291, 火锅 6210,
饭馆 6210, 羊肉汤 6210, 盒饭 6220, 茶馆 6231, 咖啡 6232, 酒吧 6233, 奶茶 6239, 冰淇淋 6239, 团餐 6241,
外卖 6242, 食堂 6299, 坝坝宴 6299, 酒店 6129, 旅馆 6129, 民宿 6130, 农家乐 6130, 小卖部 5213, 小卖铺 5213,
便利店 5213, 超市 5212, 粮油 5221, 米 5221, 蛋糕 5222, 水果 5223, 卖菜 5223, 猪肉 5224, 鱼 5224, 烟酒 5226,
布料 5231, 服装 5232, 卖衣服 5232, 鞋 5233, 化妆品 5234, 眼镜 5236, 电瓶车 5238, 母婴 5239, 文具 5241,
书店 5243, 药店 5251, 兽药 5253, 汽配 5263, 加油站 5265, 充电桩 5267, 家电 5272, 电脑 5273, 手机店 5274,
五金 5281, 家具 5283, 油漆 5284, 瓷砖 5287, 窗帘 5289, 摆摊 5291, 夜市 5291, 淘宝 5292, 直播 5292, 液化气 5296,
农资 5299, 化肥 5299, 花店 5299, 建材 5165, 沙石 5165, 废品 5191, 收破烂 5191, 粮食收购 5111, 猪贩 5116,
货运 5431, 三轮车拉货 5439, 出租车 5413, 滴滴 5413, 农村客运 5429, 拖车 5449, 搬家 5438, 快递 6020,
菜鸟驿站 6020, 冷库 5930, 装修 5012, 水电安装 4910, 挖掘机 5030, 挖掘机出租 7113, 土石方 5022, 建房 4710,
防盗网 4999, 房产中介 7030, 门面出租 7040, 劳务中介 7262, 旅行社 7291, 打印 7293, 复印 7293, 广告牌 7259,
代办执照 7297, 家政 8010, 月嫂 8010, 托育 8020, 干洗 8030, 理发 8040, 美甲 8040, 纹身 8040, 澡堂 8051,
足疗 8052, 按摩 8053, 采耳 8053, 照相馆 8060, 婚庆 8070, 殡葬 8080, 开锁 8090, 托管班 8090, 月子中心 8090,
修车 8111, 洗车 8111, 补胎 8111, 换轮胎 8111, 摩托车修理 8113, 手机维修 8122, 家电维修 8132, 修鞋 8192,
改衣服 8199, 裁缝 8199, 保洁 8211, 宠物医院 8222, 宠物店 8223, 驾校 8391, 钢琴培训 8393, 跆拳道 8392,
补课 8399, 幼儿园 8310, 诊所 8425, 牙科 8425, 养老院 8514, 健身房 8930, 台球 8930, KTV 9011, 网吧 9013,
电竞 9013, 麻将馆 9019, 棋牌 9019, 剧本杀 9019, 钓鱼 9030, 体彩 9041, 种菜 0141, 蘑菇 0142, 水稻 0111,
脆李 0151, 柑橘 0153, 猕猴桃 0159, 花椒 0163, 茶叶种植 0164, 黄连 0171, 苗木 0212, 养牛 0311, 养猪 0313,
养鸡 0321, 养鸭 0322, 养蜂 0392, 养蚕 0399, 养鱼 0412, 打米 1311, 榨油 1331, 杀猪 1351, 腊肉 1353, 泡菜 1371,
红薯粉条 1391, 豆腐 1392, 面条 1431, 豆瓣 1462, 酿酒 1512, 铝合金 3312, 电焊 4310, 铁匠 3323, 竹编 2041,
砖厂 3031, 普通货物道路运输 5431, 6291 6291, huoguo 6210, hg 6210, lifa 8040, lfd 8040, meijia 8040,
yaodian 5251, yd 5251, xmb 5213, weixiu 8122, mjg 9019, lvcha 0164
"""


@pytest.mark.parametrize(("typed", "code"), [row.split() for row in TYPED.replace("\n", "").split(",")])
def test_everyday_words_find_the_trade(typed: str, code: str) -> None:
    assert code in [row.code for row in industries().find(typed)][:3]


def test_what_speaks_of_a_trade_finds_it_only_where_nothing_contains_it() -> None:
    finder = Finder([("1", "奶茶冷饮店", "奶茶 冷饮"), ("2", "茶叶零售", ""), ("3", "开奶茶店的", "")])
    assert finder.find("奶茶") == (0, 2)
    assert finder.find("卖奶茶的") == finder.find("奶茶铺") == (0,)
    assert finder.containing("卖奶茶的") == ()
    assert finder.find("叶茶") == (1,)
    assert finder.find(" ") == finder.containing("") == ()


def test_pinyin_finds_words_not_what_runs_over_from_one_into_the_next() -> None:
    finder = Finder([("01", "火锅、烧烤", ""), ("02", "绿茶", ""), ("03", "国火", "")])
    assert finder.find("huoguo") == finder.find("HUOG") == finder.find("ＨＧ") == (0,)
    assert finder.find("gs") == ()
    assert finder.find("lvcha") == (1,)
    assert finder.find("guo") == (2, 0)
    assert finder.find("03") == finder.find("3") == (2,)


def test_a_code_typed_in_part_lists_what_begins_so() -> None:
    found = industries().find("521")
    assert {row.code for row in found} == {"5211", "5212", "5213", "5219"}
    assert industries().find("5430") == ()
    assert industries().find(" ") == ()


def test_common_trades_are_small_classes_each_once() -> None:
    codes = [row.code for row, _ in industries().common]
    assert len(codes) == len(set(codes)) >= 120
    assert set(codes) <= industries().usable


def test_everyday_words_belong_to_code_and_name_together() -> None:
    assert "面馆" in industries().everyday_words("6291", "小吃服务")
    assert industries().everyday_words("6291", "别的清单里的6291") == ""


def test_search_of_a_list() -> None:
    assert code_list("ethnic_group").search("土家")[0].code == "15"
    assert code_list("ethnic_group").search("tjz")[0].code == "15"
    assert [row.code for row in code_list("sex").by_name("男性")] == ["1"]


@pytest.mark.parametrize(
    ("name", "count", "some"),
    [
        ("sex", 4, {"1": "男性", "2": "女性"}),
        ("ethnic_group", 58, {"01": "汉族", "15": "土家族", "33": "羌族", "56": "基诺族"}),
        ("education", 8, {"10": "研究生", "80": "小学"}),
        ("political_status", 13, {"01": "中国共产党党员", "13": "群众"}),
        ("operating_status", 9, {"1": "正常营业", "9": "查无/失联"}),
        ("owner_group", 14, {"90": "以上都不是"}),
        ("difficulty", 19, {"01": "客流订单不足"}),
        ("issue_category", 12, {"99": "其他"}),
        ("service_need", 8, {"1": "政策宣传"}),
    ],
)
def test_small_lists(name: str, count: int, some: dict[str, str]) -> None:
    found = {row.code: row.name for row in code_list(name)}
    assert len(found) == len(code_list(name)) == count
    assert some.items() <= found.items()
    assert [option.value for option in options(name)] == list(found)
    assert name in list_names()


def test_every_list_says_where_it_comes_from() -> None:
    for info in catalogue().values():
        assert info.title
        assert info.standard
        assert info.origin
        assert info.edition
    assert catalogue()["industries"].valid_from == dt.date(2017, 10, 1)


def test_unknown_lists_are_refused() -> None:
    with pytest.raises(KeyError):
        code_list("no such list")
    assert code_list("sex").get("5") is None
    assert not code_list("sex").holds("5")
