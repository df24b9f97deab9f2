"""Which widget a question gets: by its kind, its appearance and the number of its choices."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from gui.fields.attachment import AttachmentField
from gui.fields.choices import FEW, ConfirmField, RankField, SeveralField, StripField
from gui.fields.field import Field
from gui.fields.searched.area import AreaField
from gui.fields.searched.lookup import LookupField
from gui.fields.span import RangeField
from gui.fields.text import CodeField, DateField, LineField, NumberField, ParagraphField, PlaceField
from survey.identifiers import CLEANERS
from survey.session import Node

_BY_KIND: dict[str, type[Field]] = {
    "integer": NumberField,
    "decimal": NumberField,
    "range": RangeField,
    "select_multiple": SeveralField,
    "rank": RankField,
    "date": DateField,
    "time": DateField,
    "dateTime": DateField,
    "acknowledge": ConfirmField,
    "image": AttachmentField,
    "audio": AttachmentField,
    "video": AttachmentField,
    "file": AttachmentField,
    "geopoint": PlaceField,
    "geotrace": PlaceField,
    "geoshape": PlaceField,
    "barcode": CodeField,
}


_CODES = frozenset({"numbers", *CLEANERS})


def field_class(node: Node) -> type[Field]:
    """Return the widget class for a question."""
    kind, appearance = str(node.kind), node.appearance.split()
    if kind == "select_one":
        return LookupField if len(node.choices) > FEW or "autocomplete" in appearance else StripField
    if kind == "text" and "multiline" in appearance:
        return ParagraphField
    if kind == "text" and "area-code" in appearance:
        return AreaField
    if kind == "text" and not _CODES.isdisjoint(appearance):
        return CodeField
    return _BY_KIND.get(kind, LineField)


def make_field(node: Node, parent: QWidget | None = None) -> Field:
    """Make the widget for a question; the caller shows the node in it."""
    return field_class(node)(parent)
