"""A clerk who fills in and saves entries without end, until somebody kills the process: ``FOLDER``.

Writes ``ready`` before the first save, then ``<entry id> <revision id> <answer>`` once a save has returned, and
``journal <entry id> <answer>`` once a single edit has.
"""

from __future__ import annotations

import itertools
import sys
from pathlib import Path

from usecases.entries import journal_answer, open_entry, save_entry
from usecases.register import search_households
from usecases.rounds import current_round
from usecases.workspace import open_workspace

FORM = "quarterly"
REMARK = "/data/closing/remark"


def tell(*words: object) -> None:
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


def main(folder: str) -> None:
    ws = open_workspace(Path(folder))
    code = current_round(ws, form_id=FORM).code
    households = [row.id for row in search_households(ws).rows]
    tell("ready")
    for number, household in enumerate(itertools.cycle(households)):
        entry = open_entry(ws, household_id=household, form_id=FORM, round_code=code)
        answer = f"{entry.revision}-{number}"
        entry.session.answer(REMARK, answer)
        journal_answer(ws, entry=entry, path=REMARK, value=answer)
        tell("journal", entry.entry_id, answer)
        saved = save_entry(ws, entry=entry, complete=number % 2 == 0)
        tell(saved.entry_id, saved.revision, answer)


if __name__ == "__main__":
    main(sys.argv[1])
