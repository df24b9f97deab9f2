"""``import``: preview a workbook, and with ``--commit`` write its good rows in one transaction."""

from __future__ import annotations

from dataclasses import asdict
from types import SimpleNamespace as Words
from typing import TYPE_CHECKING

from cli.output import Output, TerminalProgress, as_json, found
from cli.workspace import opened
from survey.problems import HuceError, Problem

if TYPE_CHECKING:
    from exchange.messages import Json
    from usecases.imports import ImportPlan, ImportResult
    from usecases.progress import Progress
    from usecases.workspace import Workspace


def run(words: Words, output: Output) -> int:
    """Check first; write only what was asked for; leave the refused rows in an error workbook if wanted."""
    from usecases.imports import ImportKind, import_at_once, preview_import

    if not words.file.is_file():
        raise HuceError(Problem("P003", params={"file": str(words.file)}))
    progress, result = TerminalProgress(), None
    with opened(words.data, by=words.by) as workspace:
        kind = ImportKind(words.kind)
        if words.commit:
            plan, result = import_at_once(
                workspace, file=words.file, kind=kind, progress=progress, approve=lambda plan: refused(plan, words)
            )
            index(workspace, progress)
        else:
            plan = preview_import(workspace, file=words.file, kind=kind, progress=progress)
            refused(plan, words)
    output.troubles(plan.problems)
    tell(plan, result, words, output)
    return output.result(found(plan.problems), facts(plan, result, words))


def refused(plan: ImportPlan, words: Words) -> None:
    """Leave the refused rows in an error workbook if wanted; when it cannot be written, neither is the register."""
    from usecases.imports import write_error_workbook

    if words.errors is not None:
        write_error_workbook(plan, out=words.errors)


def index(workspace: Workspace, progress: Progress) -> None:
    """Put a large import into the search index now: no window is open that would do it in the background."""
    from usecases.register import index_pending

    done = 0
    while some := index_pending(workspace):
        done += some
        progress.step(done, 0, "正在建立搜索索引")


def tell(plan: ImportPlan, result: ImportResult | None, words: Words, output: Output) -> None:
    """Sum up for a person."""
    output.say(
        f"读取 {plan.rows_read} 行：新增 {plan.new}，更新 {plan.updated}，无变化 {plan.unchanged}，"
        f"重复 {plan.duplicates}，退回 {len(plan.refused)}；另有 {len(plan.left_out)} 行不是数据。"
    )
    output.say("已经写入。" if result else "只做了检查，没有写入；确认后加上 --commit 再运行。")
    if words.errors is not None:
        output.say(f"退回的行在：{words.errors}")


def facts(plan: ImportPlan, result: ImportResult | None, words: Words) -> dict[str, Json]:
    """Return everything for a program; after ``--commit`` the numbers are what was really written."""
    return {
        "file": str(plan.file),
        "kind": plan.kind.value,
        "committed": result is not None,
        "batch": result.batch_id if result else "",
        "form": plan.form_id,
        "round": plan.round_code,
        "rows_read": plan.rows_read,
        "accepted": plan.accepted,
        "new": result.new if result else plan.new,
        "updated": result.updated if result else plan.updated,
        "unchanged": result.unchanged if result else plan.unchanged,
        "duplicates": plan.duplicates,
        "refused": len(plan.refused),
        "hidden_rows": plan.hidden_rows,
        "problems": [as_json(problem) for problem in plan.problems],
        "skipped": [asdict(row) for row in plan.left_out],
        "columns": [asdict(column) for column in plan.matched],
        "columns_not_read": [asdict(column) for column in plan.unmatched],
        "errors_file": str(words.errors) if words.errors is not None else "",
    }
