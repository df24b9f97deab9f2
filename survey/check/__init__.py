"""Whole entries checked, begun and closed in bulk by one generated function a form."""

from __future__ import annotations

from survey.check.checker import Checker, check_entry, checker_of
from survey.check.closing import Closing
from survey.check.opening import Opening

__all__ = ["Checker", "Closing", "Opening", "check_entry", "checker_of"]
