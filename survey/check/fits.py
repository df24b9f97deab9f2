"""What an answer to a question must be beyond the type of its slot, for the generated check to take it as it is."""

from __future__ import annotations

from collections.abc import Callable

from survey.expression.flat import Fit
from survey.session.logic.spots import Spot
from survey.values import ValueKind, canonical, from_canonical, kind_of

_BY_SLOT = frozenset({ValueKind.TEXT, ValueKind.INTEGER, ValueKind.DECIMAL, ValueKind.DATE})


def fit_of(spot: Spot) -> Fit:
    """Give the choices of a fixed list, the test of a text with a form of its own, None where the type says it all."""
    question, kind = spot.question, kind_of(spot.value_kind)
    if question is not None and question.source is not None and not question.source.is_filtered and question.choices:
        return spot.offered
    chosen = kind in {ValueKind.SELECT_ONE, ValueKind.SELECT_MULTIPLE}
    return None if chosen or kind in _BY_SLOT else _reads_as(spot.value_kind)


def _reads_as(kind: str) -> Callable[[str], bool]:
    def test(text: str) -> bool:
        try:
            return canonical(kind, from_canonical(kind, text)) == text
        except ValueError:
            return False

    return test
