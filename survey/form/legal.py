"""Whether a form may be used for asking at all (统计法 §17: a form without its heading may be refused)."""

from __future__ import annotations

import datetime as dt

from survey.form.kinds import LegalBasis
from survey.form.whole import Form
from survey.problems import Place, Problem

_LABELS = {
    "table_number": "表号",
    "issuing_authority": "制定机关",
    "approval_number": "批准（备案）文号",
    "valid_until": "有效期至",
}


def opening_problems(form: Form, today: dt.date) -> tuple[Problem, ...]:
    """Why a form must not be opened today: F050 (a statistical form lacks part of its heading), F051 (expired)."""
    legal = form.legal
    if legal.basis is not LegalBasis.STATISTICAL:
        return ()
    missing = [label for name, label in _LABELS.items() if not getattr(legal, name)]
    place = Place(sheet="settings", label=form.title)
    found = [Problem("F050", place=place, params={"missing": "、".join(missing)})] if missing else []
    if legal.valid_until is not None and legal.valid_until < today:
        found.append(Problem("F051", place=place, params={"date": legal.valid_until.isoformat()}))
    return tuple(found)
