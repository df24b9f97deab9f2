"""The sheet 审核差错表 of an export: what the supervisor's rules found in the round."""

from __future__ import annotations

from collections.abc import Iterator

from excel.write.cells import CellKind, Value
from excel.write.layout import Field, SheetLayout
from survey.form import Form
from usecases.audit import RoundAudit

SHEET = "审核差错表"
_SHOWN = 20  # shops named in one cell; the number of entries stands beside it
_FIELDS = (
    Field("row_no", "序号", CellKind.NUMBER, width=6.0),
    Field("rule", "规则", width=8.0),
    Field("level", "级别", width=9.0),
    Field("finding", "审核发现", width=60.0),
    Field("entries", "涉及份数", CellKind.NUMBER, width=9.0),
    Field("shops", "涉及的户", width=60.0),
)


def findings_sheet(form: Form, audit: RoundAudit) -> SheetLayout:
    """Lay the sheet out."""
    note = "审核人员只能退回或批注，不改动填报的数据。"
    title = f"{form.title}审核差错表"
    return SheetLayout(name=SHEET, title=title, fields=_FIELDS, note=note, data_rows=len(audit.findings))


def findings_rows(audit: RoundAudit) -> Iterator[tuple[Value, ...]]:
    """Give a row for every finding."""
    for number, each in enumerate(audit.findings, 1):
        problem = each.problem
        shops = "、".join(each.shops[:_SHOWN]) + ("……" if len(each.shops) > _SHOWN else "")
        yield number, problem.rule, problem.level.value, problem.sentence, len(each.entries), shops
