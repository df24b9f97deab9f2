"""Choosing a village by name, code or pinyin, where the answer is its statistical code (12 digits)."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from gui.fields.searched.lookup import LookupField
from survey.codelists import areas
from survey.form import Choice
from survey.session import Node
from survey.values import Parsed

COUNTY, VILLAGE = 6, 12  # digits


class AreaField(LookupField):
    """Offers the villages of the county in which the present one lies; any other code is typed whole."""

    def show_node(self, node: Node) -> None:
        super().show_node(replace(node, choices=_villages(node.text[:COUNTY])))

    def parsed(self, node: Node, text: str) -> Parsed:
        found = super().parsed(node, text)
        return found if found.value is not None else Parsed(text.strip() or None)


@cache
def _villages(county: str) -> tuple[Choice, ...]:
    if areas().get(county) is None:
        return ()
    below = (place.code for place in areas().descendants(county) if len(place.code) == VILLAGE)
    return tuple(Choice(code, areas().full_name(code, above=county)) for code in below)
