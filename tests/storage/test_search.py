"""S-3: one search box. The index finds what looking through everything finds, no more and no less."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exchange.messages import Json
from storage.finding import Asked, Found, Keyset
from storage.records.content import Write
from storage.records.plan import BULK
from storage.search import findable
from storage.store import Store
from tests.storage.conftest import initials
from tests.storage.making import STAMP, add, found, fresh, put, shop, visit

TEXTS = st.text("好又多超市12aB·（）号 ", max_size=8)
CODES = st.text("9A10", max_size=4)
SHOPS = st.lists(st.tuples(TEXTS, TEXTS, CODES, CODES), min_size=1, max_size=12)


def by_looking(shops: dict[str, dict[str, Json]], text: str) -> set[str]:
    """What a person would find with LIKE and patience."""
    return {key for key, fields in shops.items() if all(holds(fields, term) for term in findable([text]).split())}


def holds(fields: dict[str, Json], term: str) -> bool:
    if not any(char.isalnum() or char > "\x7f" for char in term):
        return True
    names = [str(fields.get(key, "")) for key in ("shop_name", "sign_name", "owner_name", "address")]
    keys = [key for name in names[:3] if name for key in initials(name)]
    codes = [str(fields.get(key, "")).lower() for key in ("uscc", "mobile", "reg_no15")]
    is_code = term.isascii() and term.isalnum()
    return any(term in findable([text]) for text in names + keys) or (
        is_code and any(code.startswith(term) or code.endswith(term) for code in codes)
    )


@pytest.mark.parametrize(
    "text",
    [
        "好又",
        "又多",
        "多",
        "hyd",
        "YDC",
        "92511722ma",
        "P7C",
        "1234",
        "1389",
        "张三 好又多",
        "东街12号",
        "好又多超市",
        "2号",
    ],
)
def test_finds_by_name_initials_code_telephone_and_address(store: Store, text: str) -> None:
    (wanted, _other) = add(
        store, shop(mobile="13890901234", address="东街12号"), {"shop_name": "别家", "owner_name": "李四"}
    )
    assert found(store, text) == {wanted}


@pytest.mark.parametrize("text", ["多又", "三张", "zzz", "99999", "好又 李四", "8U9Q"])
def test_does_not_find_what_is_not_there(store: Store, text: str) -> None:
    add(store, shop(mobile="13890901234", address="东街12号"))
    assert found(store, text) == set()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(shops=SHOPS, text=st.one_of(TEXTS, CODES), indexed=st.booleans())
def test_the_index_finds_what_looking_finds(
    store: Store, shops: list[tuple[str, str, str, str]], text: str, *, indexed: bool
) -> None:
    contents: list[dict[str, Json]] = [
        {"shop_name": name, "address": address, "uscc": code.upper(), "mobile": phone.upper(), "remark": str(number)}
        for number, (name, address, code, phone) in enumerate(shops)
    ]
    ids = add(store, *contents)
    if not indexed:
        with store.transaction() as tx:
            tx.settings._connection.exec_driver_sql("UPDATE household SET search_seq = NULL")
    by_id = dict(zip(ids, contents, strict=True))
    assert found(store, text) & set(ids) == by_looking(by_id, text)


def test_a_renamed_household_is_found_by_its_new_name_only(store: Store) -> None:
    (one,) = add(store, shop())
    put(store, one, shop("宣汉县老街茶楼"))
    assert found(store, "茶楼") == {one}
    assert found(store, "好又多") == set()


def test_a_large_import_is_found_before_and_after_it_is_indexed(store: Store) -> None:
    ids = add(store, *(shop(f"好店{number}号", uscc=f"X{number:04d}") for number in range(BULK + 1)))
    for _ in range(2):
        assert found(store, "好店") == set(ids)
        assert found(store, "X0077") == {ids[77]}
        with store.transaction() as tx:
            while tx.households.index_some(1000):
                pass
    assert found(store, "h店77号") == {ids[77]}


def all_pages(store: Store, asked: Asked, limit: int) -> list[Found]:
    rows: list[Found] = []
    after: Keyset | None = None
    with store.reading() as tx:
        for _ in itertools.count():
            page = tx.households.page(asked, after=after, limit=limit)
            rows += page
            if len(page) < limit:
                return rows
            after = Keyset(page[-1].town_code, page[-1].seq)
    return rows


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(towns=st.lists(st.sampled_from(["511722001", "511722002", ""]), max_size=20), limit=st.integers(1, 7))
def test_pages_make_up_the_whole_list(store: Store, towns: list[str], limit: int) -> None:
    add(store, *(shop(town_code=town, remark=str(number)) for number, town in enumerate(towns)))
    with store.reading() as tx:
        whole = [row.id for row in tx.households.page(Asked(), limit=100_000)]
        assert tx.households.total(Asked()) == len(whole)
    assert [row.id for row in all_pages(store, Asked(), limit)] == whole


def test_filters_by_town_status_and_the_entry_of_the_round(store: Store) -> None:
    first, second, third = add(
        store,
        shop(operating_status="1"),
        shop("乙店", town_code="511722002", operating_status="1"),
        shop("丙店", operating_status="3"),
    )
    with store.transaction() as tx:
        tx.entries.write([Write("", visit(first)), Write("", visit(third, "draft"))], STAMP)
    wanted = {
        Asked(town="511722001"): {first, third},
        Asked(status="1"): {first, second},
        Asked(round_code="2026Q3", entry_status="complete"): {first},
        Asked(round_code="2026Q3", entry_status="draft"): {third},
        Asked(round_code="2026Q3", entry_status="missing"): {second},
        Asked(round_code="2026Q2", entry_status="missing"): {first, second, third},
    }
    with store.reading() as tx:
        assert {asked: set(tx.households.ids(asked)) for asked in wanted} == wanted
        rows = {row.id: row.entry_status for row in tx.households.page(Asked(round_code="2026Q3"))}
    assert rows == {first: "complete", second: "", third: "draft"}


@given(
    st.lists(st.text(st.characters(exclude_categories=()), max_size=30), max_size=60), st.sampled_from([" ", "", "\n"])
)
@settings(max_examples=40, deadline=None)
def test_whatever_is_pasted_into_the_box_is_looked_for(words: list[str], between: str) -> None:
    """A whole column of a workbook, half a character, the marks of SQL and FTS5: never an error."""
    with fresh() as store:
        found(store, between.join(words))


@pytest.mark.parametrize(
    "text",
    [
        "a " * 600,
        "中文 " * 600,
        " ".join(str(10**17 + n) for n in range(600)),
        "\ud800好又多",
        "a" * 99_999,
        '"*^:(NEAR OR',
    ],
)
def test_a_pasted_column_and_half_a_character_are_looked_for(store: Store, text: str) -> None:
    add(store, shop())
    assert len(found(store, text)) == ("好又多" in text)
