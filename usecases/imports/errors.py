"""Send the refused rows back to whoever filled them."""

from __future__ import annotations

from pathlib import Path

from excel.table.find import Table
from excel.write.error_book import Fault, write_error_book
from survey.problems import Problem
from usecases.imports.plan import ImportPlan


def write_error_workbook(plan: ImportPlan, *, out: Path) -> int:
    """Write a workbook of the refused rows in the original's layout, faults marked; return how many rows it has.

    Raises HuceError B040 when the file cannot be written.
    """
    faults: list[list[Fault]] = [[] for _ in plan.tables]
    for refused in plan.refused:
        table = plan.tables[refused.ref.table]
        faults[refused.ref.table] += [_fault(table, refused.ref.row, problem) for problem in refused.problems]
    return write_error_book(out, list(zip(plan.tables, faults, strict=True)))


def _fault(table: Table, row: int, problem: Problem) -> Fault:
    column = table.known.get(problem.place.path)
    label = problem.place.label or "整行"
    return Fault(row, column, label, problem.level.value, problem.sentence, problem.remedy)
