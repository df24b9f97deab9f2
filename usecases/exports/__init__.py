"""Writing workbooks: the register, a round's entries, and templates to be filled in."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from excel.write.book import write_book
from storage.finding import Asked
from survey.form import Form, RuleScope
from usecases.audit import audited
from usecases.exports.entries import entry_book, entry_rows, period_label
from usecases.exports.findings import SHEET as FINDINGS
from usecases.exports.findings import findings_rows, findings_sheet
from usecases.exports.place import county_name
from usecases.exports.register import register_book, register_rows
from usecases.forms import list_forms, load_form
from usecases.progress import Progress
from usecases.rounds import current_round
from usecases.workspace import Workspace

__all__ = ["ExportKind", "Exported", "export_workbook", "suggested_name"]


class ExportKind(StrEnum):
    """What is exported."""

    REGISTER = "register"  # 花名册: one row a household
    ENTRIES = "entries"  # one row a household with its answers of a round
    TEMPLATE = "template"  # an empty book to be filled in and imported


@dataclass(frozen=True, slots=True)
class Exported:
    """The file that was written and how many records it holds."""

    path: Path
    rows: int


def export_workbook(
    ws: Workspace,
    *,
    out: Path,
    kind: ExportKind,
    progress: Progress,
    round_code: str = "",
    form_id: str = "",
) -> Exported:
    """Write a workbook. ``out`` may be a folder: then the file gets its usual name.

    Without ``form_id`` a template is one of the register, and entries are those of the first questionnaire; without
    ``round_code`` the round that is open. Raises HuceError B040 (cannot be written), S011 (no such questionnaire),
    S022 (it is for a role that is not held here).
    """
    form = _form(ws, kind, form_id)
    if form is not None and kind is ExportKind.ENTRIES and not round_code:
        round_code = current_round(ws, form_id=form.id).code
    if out.is_dir():
        out /= suggested_name(ws, kind=kind, form=form, round_code=round_code)
    if form is None:
        return Exported(out, _register(ws, out, kind, progress))
    return Exported(out, _entries(ws, out, form, "" if kind is ExportKind.TEMPLATE else round_code, progress))


def suggested_name(ws: Workspace, *, kind: ExportKind, form: Form | None = None, round_code: str = "") -> str:
    """Name a file the way offices do: 宣汉县_个体工商户名录_20261123.xlsx."""
    with ws.store.reading() as tx:
        county = county_name(tx)
    what = "个体工商户名录" if form is None else form.title
    period = period_label(round_code) if kind is ExportKind.ENTRIES else ""
    parts = (county, what, "空白模板" if kind is ExportKind.TEMPLATE else period, f"{ws.today:%Y%m%d}")
    return re.sub(r'[\\/:*?"<>|\s]+', "_", "_".join(part for part in parts if part)) + ".xlsx"


def _form(ws: Workspace, kind: ExportKind, form_id: str) -> Form | None:
    if kind is ExportKind.REGISTER or (kind is ExportKind.TEMPLATE and not form_id):
        return None
    first = next((row.id for row in list_forms(ws)), "")
    return load_form(ws, form_id=form_id or first)


def _register(ws: Workspace, out: Path, kind: ExportKind, progress: Progress) -> int:
    with ws.store.reading() as tx:
        empty = kind is ExportKind.TEMPLATE
        total = 0 if empty else tx.households.total(Asked())
        layout = register_book(county_name(tx), ws.today, rows=total, to_fill=empty)
        rows = {} if empty else {layout.sheets[0].name: register_rows(tx)}
        counts = write_book(out, layout, rows, tick=lambda done: progress.step(done, total, "正在导出名录"))
    return counts[layout.sheets[0].name]


def _entries(ws: Workspace, out: Path, form: Form, round_code: str, progress: Progress) -> int:
    """Write a round's entries and what the supervisor's rules found in them; without a round the empty template."""
    with ws.store.reading() as tx:
        counts = tx.entries.counts(form_id=form.id, round_code=round_code) if round_code else {}
        total = sum(counts.values())
        layout = entry_book(form, county_name(tx), round_code, rows=total, to_fill=not round_code)
        rows = entry_rows(tx, form, round_code) if round_code else {}
        if total and any(rule.scope is RuleScope.BATCH for rule in form.rules):
            progress.step(0, total, "正在审核整批问卷")
            audit = audited(tx, form, round_code, ws.clock())
            layout = replace(layout, sheets=(*layout.sheets, findings_sheet(form, audit)))
            rows[FINDINGS] = findings_rows(audit)
        written = write_book(out, layout, rows, tick=lambda done: progress.step(done, total, "正在导出问卷"))
    return written[layout.sheets[0].name]
