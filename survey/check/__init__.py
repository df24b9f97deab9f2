"""Whole entries checked in bulk by one generated function a form."""

from __future__ import annotations

from survey.check.checker import Checker, check_entry, checker_of

__all__ = ["Checker", "check_entry", "checker_of"]
