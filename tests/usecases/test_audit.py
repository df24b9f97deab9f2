"""The check of a round and restricted questionnaires. A1 what is found, A2 what is left out, A3 export, A4 roles."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from excel.read.reader import read_workbook
from exchange.ids import entry_id
from exchange.messages import Json
from storage.records.content import Write
from survey.problems import HuceError, Level
from usecases.audit import RoundAudit, audit_round
from usecases.demo import fill_demo
from usecases.entries import entry_history, open_entry
from usecases.exports import ExportKind, export_workbook
from usecases.exports.findings import SHEET
from usecases.filling import Asked, entry_fields
from usecases.forms import list_forms, load_form
from usecases.imports import ImportKind, preview_import
from usecases.persons.roles import ROLES
from usecases.progress import Silent
from usecases.register import save_household, search_households
from usecases.workspace import Workspace

FORM, ROUND, BEFORE = "quarterly", "2026Q2", "2026Q1"
START = dt.datetime(2026, 7, 6, 9, 0, tzinfo=dt.timezone(dt.timedelta(hours=8)))
VILLAGE = "511722001210"


def add(
    ws: Workspace, number: int, round_code: str = ROUND, status: str = "complete", seconds: int = 600, **answers: Json
) -> str:
    """Keep one entry of the household with this number, made on first use; return the entry's id."""
    fields: dict[str, Json] = {"shop_name": f"第{number}小店", "owner_name": "张三丰", "village_code": VILLAGE}
    known = {row.shop_name: row.id for row in search_households(ws).rows}
    household = known.get(f"第{number}小店") or save_household(ws, household_id=None, fields=fields).household_id
    times: dict[str, Json] = {
        "started_at": START.isoformat(),
        "ended_at": (START + dt.timedelta(seconds=seconds)).isoformat(),
    }
    asked = Asked(household, FORM, round_code)
    content = entry_fields(asked, "2026.1", status, {"is_open": 1, **times, **answers}, ())
    made = entry_id(household, FORM, round_code)
    with ws.store.transaction() as tx:
        tx.entries.write([Write(made, content)], ws.stamp("entry"))
    return made


def audit(ws: Workspace) -> RoundAudit:
    return audit_round(ws, form_id=FORM, round_code=ROUND)


def test_a1_entries_concerned_are_named_with_their_households(ws: Workspace) -> None:
    quick = add(ws, 1, seconds=60, shop_name="第1小店")
    add(ws, 2, shop_name="第2小店")
    found = audit(ws)
    assert (found.form_id, found.round_code, found.entries) == (FORM, ROUND, 2)
    (finding,) = found.findings
    assert (finding.problem.rule, finding.problem.level) == ("Z07", Level.QUERY)
    assert (finding.entries, finding.shops) == ((quick,), ("第1小店",))
    assert finding.problem.sentence == "wang 填“第1小店”只用了 60 秒，不到90秒。"


def test_a1_the_same_code_twice_is_found_across_households(ws: Workspace) -> None:
    twice = (add(ws, 1, uscc="92511722MA8U9QWP7C"), add(ws, 2, uscc="92511722MA8U9QWP7C"))
    (finding,) = audit(ws).findings
    assert (finding.problem.rule, set(finding.entries)) == ("Z01", set(twice))


def test_a1_a_village_is_compared_with_the_quarter_before(ws: Workspace) -> None:
    for number in range(5):
        add(ws, number, BEFORE, revenue_q=10000 + number)
        add(ws, number, revenue_q=20001 + number)
    (finding,) = audit(ws).findings
    assert (finding.problem.rule, len(finding.entries)) == ("Z10", 5)
    assert VILLAGE in finding.problem.sentence


def test_a2_drafts_are_left_out_and_nothing_is_changed(ws: Workspace) -> None:
    add(ws, 1, status="draft", seconds=5)
    entry = add(ws, 2, seconds=5)
    with ws.store.reading() as tx:
        before = tx.entries.history(entry)
    assert [each.entries for each in audit(ws).findings] == [(entry,)]
    with ws.store.reading() as tx:
        assert tx.entries.history(entry) == before


def test_a2_an_empty_round_finds_nothing_and_an_unknown_form_is_named(ws: Workspace) -> None:
    assert audit(ws) == RoundAudit(FORM, ROUND, 0, ())
    with pytest.raises(HuceError, match="S011"):
        audit_round(ws, form_id="none", round_code=ROUND)


def test_a3_an_export_carries_the_findings_on_a_sheet_of_its_own(ws: Workspace, tmp_path: Path) -> None:
    add(ws, 1, seconds=60, shop_name="第1小店")
    done = export_workbook(
        ws, out=tmp_path / "a.xlsx", kind=ExportKind.ENTRIES, form_id=FORM, round_code=ROUND, progress=Silent()
    )
    assert done.rows == 1
    sheet = next(sheet for sheet in read_workbook(done.path).sheets if sheet.name == SHEET)
    rows = [[str(cell) for cell in row] for row in sheet.rows]
    assert any("Z07" in row and "第1小店" in row for row in rows)
    plan = preview_import(ws, file=done.path, kind=ImportKind.ENTRIES, progress=Silent())
    assert (plan.rows_read, plan.unmatched) == (1, ())


def test_a3_the_demonstration_shows_what_is_found(ws: Workspace) -> None:
    fill_demo(ws, households=60, rounds=(BEFORE, ROUND), seed=5)
    found = audit(ws)
    assert 50 <= found.entries <= 60
    assert all(finding.problem.sentence and finding.entries for finding in found.findings)


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        (None, False),
        ("", False),
        ("# 党建\n", False),
        ("其他\n", False),
        ("\ufeff党建  # 王书记\n", True),
        ("甲\n党建", True),
    ],
)
def test_a4_a_restricted_form_is_offered_only_to_its_role(ws: Workspace, text: str | None, *, offered: bool) -> None:
    if text is not None:
        (ws.data_dir / ROLES).write_text(text, encoding="utf-8")
    listed = {form.id for form in list_forms(ws)}
    assert listed - {"party"} == {"quarterly", "monthly", "baseline"}
    assert ("party" in listed) == offered


def test_a4_nobody_else_opens_exports_checks_or_reads_back_a_restricted_form(
    ws: Workspace, household: str, tmp_path: Path
) -> None:
    (ws.data_dir / ROLES).write_text("党建", encoding="utf-8")
    party = Asked(household, "party", "2025")
    with ws.store.transaction() as tx:
        fields = entry_fields(party, load_form(ws, form_id="party").version, "complete", {"party_members": 3}, ())
        id_ = entry_id(household, "party", "2025")
        tx.entries.write([Write(id_, fields)], ws.stamp("screen"))
    ways: list[Callable[[], object]] = [
        lambda: load_form(ws, form_id="party"),
        lambda: open_entry(ws, household_id=household, form_id="party", round_code="2025"),
        lambda: entry_history(ws, entry_id=id_),
        lambda: audit_round(ws, form_id="party", round_code="2025"),
        *(
            partial(export_workbook, ws, out=tmp_path / "x.xlsx", kind=kind, progress=Silent(), form_id="party")
            for kind in (ExportKind.ENTRIES, ExportKind.TEMPLATE)
        ),
    ]
    for way in ways:
        way()
    (ws.data_dir / ROLES).unlink()
    (tmp_path / "x.xlsx").unlink()
    for way in ways:
        with pytest.raises(HuceError) as caught:
            way()
        assert caught.value.problem.code == "S022"
    assert not (tmp_path / "x.xlsx").exists()


def test_a4_a_file_that_cannot_be_read_gives_no_role(ws: Workspace) -> None:
    (ws.data_dir / ROLES).write_bytes(b"\xff\xfe\xff")
    assert "party" not in {form.id for form in list_forms(ws)}
