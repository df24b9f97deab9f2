"""The rows of a register are examined by themselves: the same wherever and in whatever company that is done."""

from __future__ import annotations

import datetime as dt
import marshal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from excel.sheet import columns_of
from survey.household import REGISTER_FIELDS
from usecases.bulk.households import Examined, examine, examine_share, unpacked

TODAY = dt.date(2026, 11, 23)
KEYS = st.lists(st.sampled_from([column.key for column in REGISTER_FIELDS]), unique=True, min_size=3, max_size=8)
TELLING = ["", "92511722MA8U9QWP7C", "511722001001", "李四", "无", "1", "1e400", "卖" * 70_000, "2018-07-31", "\0x"]
CELLS = st.one_of(
    st.sampled_from([*TELLING, True, 1.0, 0.0, 1e300, float("nan")]),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=12),
    st.floats(),
    st.dates(),
    st.datetimes(),
)
TABLES = KEYS.flatmap(
    lambda keys: st.tuples(
        st.just({key: place for place, key in enumerate(keys)}),
        st.lists(st.lists(CELLS, min_size=len(keys), max_size=len(keys)), min_size=1, max_size=5),
    )
)


def told(examined: Examined) -> tuple[object, ...]:
    """Say everything but the ids, of which a fresh one is no other's."""
    records = {
        name: list(column) for name, column in examined.records.columns.items() if name not in {"id", "revision"}
    }
    return records, examined.problems, examined.blanks


@settings(max_examples=60)
@given(table=TABLES, county=st.sampled_from(["", "511722"]))
def test_another_process_finds_what_we_find_and_each_row_stands_for_itself(
    table: tuple[dict[str, int], list[list[Any]]], county: str
) -> None:
    known, rows = table
    whole = examine(columns_of(rows, known, range(len(rows))), county=county, today=TODAY)
    answer: Any = examine_share(rows, known, range(len(rows)), county, TODAY.isoformat())
    assert told(unpacked(marshal.loads(marshal.dumps(answer, 2)))) == told(whole)  # noqa: S302 - written just now
    for place, row in enumerate(rows):
        alone = unpacked(examine_share([row], known, [0], county, TODAY.isoformat()))
        assert alone.records["content"][0] == whole.records["content"][place]
        assert alone.problems.get(0) == whole.problems.get(place)
