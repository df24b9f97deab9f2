"""Rules over many entries at once (scope ``batch``): duplicates, invented numbers, totals that jump."""

from survey.batch.check import BatchFinding, batch_keys, check_batch
from survey.batch.entry import BatchEntry

__all__ = ["BatchEntry", "BatchFinding", "batch_keys", "check_batch"]
