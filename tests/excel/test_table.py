"""Finding the table in a sheet as an office sends it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from excel.sheet import Cell, Merge, Sheet, Workbook
from excel.table.find import Table, find_tables
from excel.table.rows import RowKind
from excel.table.titles import Vocabulary
from tests.excel.books import IDENTITY, TITLES, VOCABULARY

WORDS = Vocabulary(VOCABULARY)
SHOP: tuple[Cell, ...] = (1.0, "92511722MA8U9QWP7C", "好又多超市", "王芳", "13512345678")


def sheet(rows: Sequence[Sequence[Cell]], *, merges: tuple[Merge, ...] = (), name: str = "底册") -> Sheet:
    width = max(map(len, rows))
    return Sheet(name, [[*row, *[""] * (width - len(row))] for row in rows], merges=merges)


def tables(*sheets: Sheet) -> tuple[Table, ...]:
    return find_tables(Workbook("a.xlsx", "xlsx", sheets), WORDS, IDENTITY)


def only(rows: Sequence[Sequence[Cell]], *, merges: tuple[Merge, ...] = ()) -> Table:
    (table,) = tables(sheet(rows, merges=merges))
    return table


def test_a_title_notes_and_a_merged_two_row_header() -> None:
    rows = [
        ["宣汉县个体工商户名录底册"],
        ["说明：1.带*为必填；2.联系电话填手机"],
        ["填报单位（盖章）：市场监督管理局", "", "", "", "表号：个统1表"],
        ["序号", "基本信息", "", "", "备注"],
        ["", "统一社会信用代码", "名称（按执照）*", "经营者姓名", ""],
        SHOP[:4],
    ]
    table = only(rows, merges=((3, 0, 4, 0), (3, 1, 3, 3), (3, 4, 4, 4), (0, 0, 0, 4), (1, 0, 1, 4)))
    assert table.known == {"uscc": 1, "shop_name": 2, "owner_name": 3, "remark": 4}
    assert table.body == (5,)
    assert table.cell(5, "owner_name") == "D6"


def test_without_merges_the_lowest_title_counts() -> None:
    table = only([["", "基本信息", "", "", "联系方式"], TITLES, SHOP])
    assert table.known == {"uscc": 1, "shop_name": 2, "owner_name": 3, "mobile": 4}
    assert table.body == (2,)


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ("名称（按执照）*", "shop_name"),
        ("＊名　称", "shop_name"),
        ("从业人数（人）", "emp_total"),
        ("从业人数（女）", None),
        ("统一社会\n信用代码", "uscc"),
        ("联系电话(11位手机号)", "mobile"),
        ("EMP_TOTAL", "emp_total"),
        ("经营者身份证号", None),
        ("原名称", None),
    ],
)
def test_titles_are_understood_but_never_guessed(title: str, key: str | None) -> None:
    assert WORDS.find((title,)) == key


def test_an_unknown_title_brings_a_suggestion() -> None:
    assert WORDS.near("统一社会信用代号") == "uscc"
    assert WORDS.near("天气") == ""


def test_the_second_column_of_one_meaning_is_told_not_read() -> None:
    table = only([["名称", "经营者姓名", "联系电话", "手机号码"], ["好又多", "王芳", "1", "2"]])
    assert table.known["mobile"] == 2
    assert [c.title for c in table.header.columns if c.repeated] == ["手机号码"]


SKIPPED = [
    (("", "合  计", "", "", 12.0), RowKind.TOTAL),
    (("", "", "东乡街道小计", "", 12.0), RowKind.TOTAL),
    (("总计", "", "", "", 12.0), RowKind.TOTAL),
    (("填表人：王芳", "", "", "联系电话：", "0818-5222222"), RowKind.FOOTER),
    (("单位负责人:", "", "统计负责人:", "", ""), RowKind.FOOTER),
    (("", "", "", "", ""), RowKind.BLANK),
    (("  ", "\u3000", "", "", ""), RowKind.BLANK),
    ((7.0, "", "", "", ""), RowKind.NUMBER_ONLY),
    (TITLES, RowKind.HEADER),
    (("甲", "乙", "丙", 1.0, 2.0), RowKind.RULER),
    (("示例", "92511722MA8U9QWP7C", "某某超市", "张三", "13500000000"), RowKind.EXAMPLE),
    (("", "uscc", "shop_name", "owner_name", "mobile"), RowKind.VARIABLES),
    (("注：以上数据截至9月", "", "", "", ""), RowKind.NOTE),
    (("", "", "以下空白", "", ""), RowKind.NOTE),
]


@pytest.mark.parametrize(("row", "kind"), SKIPPED, ids=[f"{kind.name}-{n}" for n, (_, kind) in enumerate(SKIPPED)])
def test_rows_that_are_no_business(row: Sequence[Cell], kind: RowKind) -> None:
    table = only([TITLES, SHOP, row, SHOP])
    if kind is RowKind.EXAMPLE:  # an example carries a code: only the first column tells it apart
        table = only([TITLES, ("示例", "", *row[2:]), SHOP, SHOP])
    assert [skipped.kind for skipped in table.skipped] == [kind]
    assert len(table.body) == 2


DATA = [
    (1.0, "", "合计轩饭店", "王芳", ""),
    (1.0, "", "", "", "13512345678"),
    (1.0, "92511722MA8U9QWP7C", "", "", ""),
    (1.0, "", "备注小吃", "", ""),
    ("", "", "总计", "王芳", "13512345678"),
]


@pytest.mark.parametrize("row", DATA)
def test_rows_that_look_odd_but_are_businesses(row: Sequence[Cell]) -> None:
    assert only([TITLES, SHOP, row]).body == (1, 2)


def test_what_follows_the_footer_is_footer() -> None:
    table = only([TITLES, SHOP, ("填表人：",), ("", "", "县市场监管局"), SHOP])
    assert table.body == (1, 4)


def test_sheets_of_codes_and_hidden_sheets_are_left_alone() -> None:
    codes = sheet([TITLES, SHOP], name="字典")
    hidden = Sheet("旧", [TITLES, SHOP], visible=False)
    one, two = sheet([TITLES, SHOP], name="东乡街道"), sheet([TITLES, SHOP, SHOP], name="蒲江街道")
    assert [table.sheet.name for table in tables(codes, one, hidden, two)] == ["东乡街道", "蒲江街道"]


def test_no_table_no_guess() -> None:
    assert tables(sheet([["天气", "气温"], ["晴", 20.0]])) == ()
    assert tables(Sheet("空", [])) == ()


def test_hidden_rows_are_data() -> None:
    (table,) = tables(Sheet("底册", [TITLES, SHOP, SHOP], first_row=3, hidden_rows=frozenset({5})))
    assert table.hidden_rows == 1
    assert table.cell(1, "uscc") == "B5"
