"""``export``: the register, a round's entries, or a template to fill in, as a workbook."""

from __future__ import annotations

from types import SimpleNamespace as Words

from cli.output import GOOD, Output, TerminalProgress
from cli.workspace import opened


def run(words: Words, output: Output) -> int:
    """Write the workbook; the current round of the form is taken where none is named."""
    from usecases.exports import ExportKind, export_workbook

    with opened(words.data) as workspace:
        exported = export_workbook(
            workspace,
            out=words.out,
            kind=ExportKind(words.kind),
            round_code=words.round or "",
            form_id=words.form or "",
            progress=TerminalProgress(),
        )
    output.say(f"已导出 {exported.rows} 行：{exported.path}")
    return output.result(GOOD, {"out": str(exported.path), "kind": words.kind, "rows": exported.rows})
