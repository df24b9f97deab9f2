"""Choosing a village by name, code or pinyin, where the answer is its statistical code (12 digits)."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from PySide6.QtWidgets import QWidget

from gui.fields.searched.lookup import LookupField
from survey.codelists import areas
from survey.form import Choice
from survey.session import Node
from survey.values import Parsed, width_folded

COUNTY, VILLAGE = 6, 12  # digits


class AreaField(LookupField):
    """Offers the villages of the county in which the present one lies; any other code is typed whole.

    While what stands there is no code of a county (a wrong name, nothing) the county that was known last goes on.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._county = ""

    def show_node(self, node: Node) -> None:
        named = (node.text[:COUNTY], str(node.previous or "")[:COUNTY])
        self._county = next(filter(_villages, named), self._county)
        super().show_node(replace(node, choices=_villages(self._county)))

    def parsed(self, node: Node, text: str) -> Parsed:
        found = super().parsed(node, text)
        return found if found.value is not None else Parsed(width_folded(text).strip() or None)


@cache
def _villages(county: str) -> tuple[Choice, ...]:
    if areas().get(county) is None:
        return ()
    below = (place.code for place in areas().descendants(county) if len(place.code) == VILLAGE)
    return tuple(Choice(code, areas().full_name(code, above=county)) for code in below)
