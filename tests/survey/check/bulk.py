"""Entries begun and closed both ways: in bulk, and each by a session of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from survey.check import Closing, Opening
from survey.entry import Closed, Explanation
from survey.form import Form, Json
from survey.problems import HuceError
from survey.session import FillContext, FillSession

REGISTER: Mapping[str, Json] = {
    "uscc": "92511722MA8U9QWP7C",
    "shop_name": "好又多",
    "operating_status": "1",
    "industry_code": "9999",  # is not in the list any more
    "reg_date": "2020-02-30",
    "area_sqm": 12,
}


class Bulk:
    """Both ways to begin and to close the entries of a form."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self.closing = Closing(form)
        self.opening = Opening(form, self.closing)

    def closes(self, answers: dict[str, Json], context: FillContext, *given: Explanation) -> bool:
        """Whether a saved entry is closed alike."""
        ours = facts(lambda: self.closing.close(answers, context, given))
        return ours == facts(lambda: FillSession(self.form, context, answers, given).finish())

    def begins(self, typed: dict[str, Json], context: FillContext) -> bool:
        """Whether a new entry in which something is typed is closed alike."""
        ours = facts(lambda: self.closing.close({**self.opening.answers(context), **typed}, context))
        return ours == facts(lambda: self._begun(typed, context).finish())

    def _begun(self, typed: dict[str, Json], context: FillContext) -> FillSession:
        return FillSession(self.form, context, {**FillSession(self.form, context).answers(), **typed})


def facts(close: Callable[[], Closed]) -> object:
    """Give everything that is told of a closed entry; 5 and 5.0, and the order of answers, are not the same."""
    try:
        closed = close()
    except HuceError as error:
        return error.problem
    return repr(dict(closed.answers)), closed.problems, closed.explanations, closed.may_submit
