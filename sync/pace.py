"""How many changes go into one batch: few on a bad line, many on a good one, found out by trying."""

from __future__ import annotations

from dataclasses import dataclass

FIRST = 50
LEAST = 5
QUICK = 2.0  # seconds; a batch answered within doubles the next
SLOW = 15.0  # seconds; one that took longer halves it


@dataclass(slots=True)
class Pace:
    """The size of the next batch; ``most`` is what the server allows."""

    most: int
    size: int = FIRST

    def __post_init__(self) -> None:
        self.size = min(self.size, self.most)

    def answered(self, seconds: float) -> None:
        """Learn from a batch that was answered."""
        if seconds < QUICK:
            self.size = min(self.size * 2, self.most)
        elif seconds > SLOW:
            self.shrink()

    def shrink(self) -> None:
        """Learn from one that failed."""
        self.size = max(self.size // 2, LEAST)
