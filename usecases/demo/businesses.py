"""Invented households of 宣汉县: names, codes, addresses and sizes that pass every check. No real person or shop."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass
from functools import cache

from exchange.messages import Json
from survey.codelists import areas
from survey.identifiers import inner_check_holds, uscc_holds
from usecases.demo.trades import TRADES, Trade

COUNTY = "511722"
_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛"
    "叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔"
    "贺赖龚文冉向"
)
_GIVEN = (
    "伟芳娜敏静秀丽强磊军洋勇艳杰娟涛明超兰霞平刚桂英华玉红梅建国志文春光荣兴发福贵祥瑞安康宁波海山林"
    "森鑫琴凤莲菊翠云燕玲珍素清德成大中天龙虎胜利民友良才义信孝忠"
)
_BRANDS = (
    "兴旺隆昌鑫源福瑞祥和顺达康泰安宁嘉美佳惠万家乐丰盛宏润德信诚恒聚友缘巴山蜀水明珠金色阳光老街新天"
    "地百姓放心好运来一品香"
)
_ROADS = (
    "解放路",
    "人民路",
    "石岭大道",
    "衙门口街",
    "东南路",
    "西华大道",
    "川东路",
    "桥头街",
    "农贸市场",
    "新街",
    "老街",
    "车站路",
)
_MOBILES = (
    "130",
    "133",
    "135",
    "136",
    "138",
    "139",
    "150",
    "151",
    "152",
    "158",
    "159",
    "177",
    "180",
    "181",
    "182",
    "183",
    "187",
    "189",
)
_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_LETTERS = _ALPHABET[10:]
_FIRST_DAY = dt.date(2003, 3, 1)


@dataclass(frozen=True, slots=True)
class Business:
    """A household: what stands in the register, and what its quarterly numbers are made from."""

    fields: dict[str, Json]
    trade: Trade
    seed: int


@dataclass(frozen=True, slots=True)
class _Place:
    town_code: str
    town_name: str
    village_code: str
    village_name: str


def businesses(count: int, seed: int) -> list[Business]:
    """Invent households; the same seed gives the same ones."""
    chance = random.Random(seed)  # noqa: S311 - no secret is made
    trades = chance.choices(TRADES, [trade.weight for trade in TRADES], k=count)
    places = chance.choices(_places(), _weights(), k=count)
    return [_business(chance, number, trades[number], places[number]) for number in range(count)]


def _business(chance: random.Random, number: int, trade: Trade, place: _Place) -> Business:
    owner = chance.choice(_SURNAMES) + "".join(chance.choices(_GIVEN, k=chance.choice((1, 2, 2, 2))))
    brand = _brand(chance, owner)
    premises = chance.choice(trade.premises)
    fields: dict[str, Json] = {
        "uscc": _uscc(chance, number),
        "has_license": "1",
        "shop_name": f"宣汉县{_short(place.town_name)}{brand}{trade.word}",
        "sign_name": brand + trade.word,
        "owner_name": owner,
        "mobile": chance.choice(_MOBILES) + f"{(number * 7919 + chance.randrange(7919)) % 100_000_000:08d}",
        "org_form": chance.choice("1112"),
        "reg_date": (_FIRST_DAY + dt.timedelta(days=chance.randrange(8300))).isoformat(),
        "town_code": place.town_code,
        "town_name": place.town_name,
        "village_code": place.village_code,
        "village_name": place.village_name,
        "address": _address(chance, place),
        "premises_type": premises,
        "main_activity": trade.activity,
        "industry_code": trade.industry,
        "operating_status": chance.choices("123469", (880, 40, 40, 10, 15, 15))[0],
        "emp_total": 1 + chance.choice((0, 1, 1, 2)) + chance.randint(0, trade.hired),
    }
    if premises != "5":
        fields["area_sqm"] = chance.randint(*trade.area)
    return Business(fields, trade, chance.randrange(1 << 30))


def _brand(chance: random.Random, owner: str) -> str:
    kind = chance.randrange(10)
    if kind == 0:
        return f"{owner[0]}记"
    return owner if kind == 1 else "".join(chance.sample(_BRANDS, chance.choice((2, 2, 3))))


def _short(town: str) -> str:
    return next((town[: -len(kind)] for kind in ("街道", "镇", "乡") if town.endswith(kind)), town)


def _address(chance: random.Random, place: _Place) -> str:
    if place.village_name.endswith("社区"):
        return f"{place.town_name}{chance.choice(_ROADS)}{chance.randint(1, 298)}号"
    return f"{place.town_name}{place.village_name}{chance.randint(1, 12)}组{chance.randint(1, 99)}号"


def _uscc(chance: random.Random, number: int) -> str:
    """Make a code that holds (GB 32100) with an organisation code inside that holds as well (GB 11714)."""
    start = f"92{COUNTY}MA{chance.choice(_LETTERS)}{number % 100_000:05d}"
    body = next(start + inner for inner in _ALPHABET if inner_check_holds(start + inner + "0"))
    return next(body + check for check in _ALPHABET if uscc_holds(body + check))


@cache
def _places() -> tuple[_Place, ...]:
    return tuple(
        _Place(town.code, town.name, village.code, _village(village.name))
        for town in areas().children(COUNTY)
        for village in areas().children(town.code)
    )


@cache
def _weights() -> tuple[int, ...]:
    """Most businesses are in the streets of the county town and in the market communities of the towns."""
    return tuple(
        (12 if place.town_name.endswith("街道") else 4) * (4 if place.village_name.endswith("社区") else 1)
        for place in _places()
    )


def _village(name: str) -> str:
    short = name.removesuffix("居民委员会").removesuffix("民委员会")
    return short.removesuffix("村") if short.endswith("社区村") else short
