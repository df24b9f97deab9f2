"""What becomes of a local record: every case of the table in docs/sync.md."""

from __future__ import annotations

import pytest

from exchange.canonical import content_hash
from exchange.messages import Json, Kind, Outcome, Receipt, Record
from sync.decide import Action, Local, decide, decide_receipt

BASE: dict[str, Json] = {"a": 1, "b": 1}
Fields = dict[str, Json]


def record(number: int, fields: Fields) -> Record:
    return Record(Kind.HOUSEHOLD, "i", number, "r", fields, content_hash(fields), "", "", "", "", "")


def receipt(number: int, content: Fields, outcome: Outcome = Outcome.MERGED, clashes: tuple[str, ...] = ()) -> Receipt:
    return Receipt(Kind.HOUSEHOLD, "i", "r", outcome, number, "", clashes, (), content)


def local(fields: Fields, *, base: int = 1, pending: bool = True, base_fields: Fields = BASE) -> Local:
    return Local(fields, base, base_fields, pending)


@pytest.mark.parametrize(
    ("here", "arriving", "action", "content", "clashes"),
    [
        pytest.param(None, record(1, BASE), Action.APPLY, BASE, (), id="1 unknown here"),
        pytest.param(local(BASE, pending=False), record(1, BASE), Action.NOTHING, BASE, (), id="2 known already"),
        pytest.param(local(BASE, pending=False), record(2, {"a": 2}), Action.APPLY, {"a": 2}, (), id="3 newer there"),
        pytest.param(local({"a": 2, "b": 1}), record(1, BASE), Action.NOTHING, {"a": 2, "b": 1}, (), id="4 newer here"),
        pytest.param(
            local({"a": 2, "b": 1}),
            record(2, {"a": 1, "b": 2}),
            Action.REBASE,
            {"a": 2, "b": 2},
            (),
            id="5 both, apart",
        ),
        pytest.param(
            local({"a": 2, "b": 1}), record(2, {"a": 2, "b": 1}), Action.APPLY, {"a": 2, "b": 1}, (), id="6 both, alike"
        ),
        pytest.param(
            local({"a": 2, "b": 1}), record(2, {"a": 3, "b": 1}), Action.KEEP, {"a": 2, "b": 1}, ("a",), id="7 clash"
        ),
    ],
)
def test_a_record_of_the_feed(
    here: Local | None, arriving: Record, action: Action, content: Fields, clashes: tuple[str, ...]
) -> None:
    decision = decide(here, arriving)
    assert (decision.action, decision.fields, decision.clashes) == (action, content, clashes)


def test_a_content_this_desktop_had_before_is_older_not_a_clash() -> None:
    here = Local({"a": 2, "b": 1}, 0, {}, pending=True, past=frozenset({content_hash(BASE)}))
    assert decide(here, record(1, BASE)).action is Action.REBASE
    stranger = record(1, {"a": 9, "b": 1})
    assert decide(here, stranger).clashes == ("a",)


SENT: Fields = {"a": 2, "b": 1}


@pytest.mark.parametrize(
    ("here", "answer", "action", "content", "clashes"),
    [
        pytest.param(local(SENT), receipt(3, {"a": 2, "b": 2}), Action.APPLY, {"a": 2, "b": 2}, (), id="8 merged"),
        pytest.param(
            local(SENT), receipt(3, {"a": 9, "b": 1}, Outcome.CLASH, ("a",)), Action.APPLY, {"a": 9, "b": 1}, ("a",),
            id="9 clash",
        ),
        pytest.param(
            local(BASE), receipt(3, {"a": 2, "b": 2}), Action.REBASE, {"a": 1, "b": 2}, (), id="10 taken back meanwhile"
        ),
        pytest.param(
            local({"a": 5, "b": 1}), receipt(3, {"a": 9, "b": 1}, Outcome.CLASH, ("a",)), Action.KEEP,
            {"a": 5, "b": 1}, ("a",), id="11 clash, edited meanwhile",
        ),
        pytest.param(local(SENT), receipt(0, {}, Outcome.REFUSED), Action.NOTHING, SENT, (), id="12 refused"),
        pytest.param(
            local(SENT, base=5), receipt(3, {"a": 2, "b": 2}), Action.NOTHING, SENT, (), id="13 known already"
        ),
    ],
)  # fmt: skip
def test_a_receipt(here: Local, answer: Receipt, action: Action, content: Fields, clashes: tuple[str, ...]) -> None:
    decision = decide_receipt(here, SENT, answer)
    assert (decision.action, decision.fields, decision.clashes) == (action, content, clashes)
