"""Names that become elements of an XForm: what pyxform lets through, and every XML reader after it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from xml.etree import ElementTree as ET

from survey.problems import Level, Place, Problem
from survey.xlsform.sheets.workbook import Sheet, column_letters, normal_header

_KNOWN = frozenset({"label", "media", "image", "audio", "video", "big_image", "caption", "name", "value", "list_name"})


@lru_cache(4096)
def is_name(text: str) -> bool:
    """Whether there can be an element of this name. pyxform takes（, ㎡ and others that XML 1.0 does not."""
    from pyxform.parsing.expression import is_xml_tag

    if not is_xml_tag(text):
        return False
    try:
        ET.fromstring(f"<{text}/>")  # noqa: S314 - nothing but a name
    except ET.ParseError:
        return False
    return True


def unreadable_columns(choices: Sheet) -> frozenset[str]:
    """The columns of a sheet of choices that can be no element: notes of the author, no filter can name them."""
    return frozenset(header for header in choices.headers if header and not _is_readable(header))


def unread_columns(choices: Sheet) -> Iterator[Problem]:
    """Give F041 for each of them. Those with a blank pyxform remarks on itself."""
    for header in choices.headers:
        if header and " " not in header and not _is_readable(header):
            cell = f"{column_letters(choices.headers.index(header))}1"
            yield Problem("F041", Level.HINT, Place(sheet=choices.name, cell=cell), {"column": header})


def _is_readable(header: str) -> bool:
    head = normal_header(header).partition(":")[0]
    return head in _KNOWN or " " in header or is_name(header)
