"""Filling a form: FillSession and what it tells a screen."""

from __future__ import annotations

from survey.session.context import FillContext
from survey.session.session import FillSession
from survey.session.view import Delta, Node

__all__ = ["Delta", "FillContext", "FillSession", "Node"]
