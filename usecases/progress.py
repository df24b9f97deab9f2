"""How long work tells a person that it is alive, and learns that it is to stop."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Handed to every use case that can take longer than a second."""

    def step(self, done: int, total: int, text: str) -> None:
        """Report ``done`` of ``total`` units (total 0: unknown) with a Chinese ``text``.

        Raises survey.problems.Cancelled when the person asked to stop; the caller rolls back and lets it pass.
        """


class Silent:
    """Progress for tests and schedulers: shows nothing and never cancels."""

    def step(self, done: int, total: int, text: str) -> None:
        """Ignore the report."""
