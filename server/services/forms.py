"""The questionnaires on offer."""

from __future__ import annotations

import hashlib

from exchange.messages import FormNotice
from server.services.clock import stamp
from server.settings import Settings
from server.store.transaction import Transaction
from survey.problems import HuceError, Problem


def notice_of(form_id: str, version: str, title: str, body: bytes) -> FormNotice:
    """Return how a questionnaire is announced."""
    return FormNotice(form_id, version, title, hashlib.sha256(body).hexdigest())


def offer(tx: Transaction, settings: Settings, notice: FormNotice, body: bytes) -> None:
    """Offer a questionnaire version."""
    tx.forms.put(notice, body, stamp(settings.clock()))


def media(tx: Transaction, name: str) -> bytes:
    """Return one file of a questionnaire. Raises HuceError C016 when it is not here."""
    found = tx.forms.media(name)
    if found is None:
        raise HuceError(Problem("C016"))
    return found


def body(tx: Transaction, form_id: str, version: str) -> bytes:
    """Return one version's JSON. Raises HuceError C015 when it is not on offer."""
    found = tx.forms.body(form_id, version)
    if found is None:
        raise HuceError(Problem("C015", params={"form": form_id, "version": version}))
    return found
