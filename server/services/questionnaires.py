"""Compiled checks of the questionnaires on offer, kept between batches."""

from __future__ import annotations

import logging
from functools import lru_cache

from server.store.transaction import Transaction
from survey.check import Checker
from survey.problems import HuceError
from survey.xlsform import form_from_json

LOG = logging.getLogger("huce.server")


class Questionnaires:
    """Finds the check of a questionnaire version within one transaction."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx
        self._found: dict[tuple[str, str], Checker | None] = {}

    def checker(self, form_id: str, version: str) -> Checker | None:
        """Return the check; None when this version is not on offer here or cannot be used."""
        key = (form_id, version)
        if key not in self._found:
            body = self._tx.forms.body(form_id, version)
            self._found[key] = None if body is None else _compiled(body)
        return self._found[key]


@lru_cache(maxsize=64)
def _compiled(body: bytes) -> Checker | None:
    try:
        return Checker(form_from_json(body))
    except HuceError as error:
        LOG.warning("a questionnaire on offer cannot be used: %s", error)
        return None
