"""Giving changes out, in the one order of the feed."""

from __future__ import annotations

from exchange.messages import Page, Summary
from server.settings import Settings
from server.store.transaction import Transaction
from survey.problems import HuceError, Problem

MARK = 12  # hex digits of the revision id that stand in a cursor


def pull(tx: Transaction, settings: Settings, cursor: str, limit: int) -> Page:
    """Give up to ``limit`` records that changed after ``cursor``; limit 0 only checks it. Raises HuceError C020."""
    after = _position(tx, cursor)
    limit = min(limit, settings.max_page)
    found = tx.records.page(after, limit + 1)
    rows = found[:limit]
    following = _cursor(rows[-1][0], rows[-1][1].revision) if rows else cursor
    return Page(tuple(record for _, record in rows), following, more=len(found) > limit)


def summary(tx: Transaction) -> Summary:
    """Tell where the feed ends and what lies before."""
    end = tx.feed.end()
    cursor = _cursor(end.last, tx.records.revision_at(end.last)) if end.last else ""
    return Summary(cursor, end.records, end.digest)


def _cursor(feed: int, revision: str) -> str:
    """Name a place of the feed by its number and by what stands there.

    After a restore from an older backup the numbers are given out anew, to other revisions: the mark tells.
    """
    return f"{feed}.{revision[-MARK:]}"


def _position(tx: Transaction, cursor: str) -> int:
    if not cursor:
        return 0
    number, _, mark = cursor.partition(".")
    if not (number.isascii() and number.isdigit() and len(number) < 18 and len(mark) == MARK):
        raise HuceError(Problem("N040", params={"field": "cursor"}))
    if not tx.records.revision_at(int(number)).endswith(mark):
        raise HuceError(Problem("C020"))
    return int(number)
