"""Look through a packed workbook before anybody believes what the reader made of it. Runs in a process of its own."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from pathlib import Path

from excel.read.content import Content, recognise
from excel.read.guard import Extent, check_package, scan_sheet
from excel.read.refusal import Refused

Message = tuple[object, ...]


def scan(path: Path) -> Iterator[Message]:
    """Scan every sheet of an .xlsx and yield its messages (see excel.read.child); other formats have none.

    Raises Refused; whatever a damaged file makes the libraries raise becomes B003.
    """
    try:
        extents = _extents(path) if recognise(path) is Content.XLSX else {}
    except Refused:
        raise
    except Exception as cause:
        raise Refused("B003", reason=f"{type(cause).__name__}: {cause}"[:200]) from cause
    for sheet, extent in extents.items():
        facts = {"hidden": sorted(extent.hidden), "widths": extent.widths, "errors": extent.errors}
        yield ("extent", sheet, facts)
    yield ("end", "")


def _extents(path: Path) -> dict[str, Extent]:
    with zipfile.ZipFile(path) as archive:
        check_package(archive)
        names = set(archive.namelist())
        parts = {sheet: part for sheet, part in _parts(archive) if part in names}
        unnamed = names - set(parts.values())
        parts |= {part: part for part in unnamed if part.startswith("xl/worksheets/") and part.endswith(".xml")}
        return {sheet: scan_sheet(archive, part, sheet) for sheet, part in parts.items()}


def _parts(archive: zipfile.ZipFile) -> list[tuple[str, str]]:
    """Pair each sheet's name with the part that holds it; nothing when the book is laid out in an odd way."""
    from defusedxml.ElementTree import fromstring

    try:
        links = {
            link.get("Id"): posixpath.normpath(posixpath.join("/xl", link.get("Target", ""))).lstrip("/")
            for link in fromstring(archive.read("xl/_rels/workbook.xml.rels"))
        }
        return [
            (str(element.get("name")), links.get(_relation(element.attrib), ""))
            for element in fromstring(archive.read("xl/workbook.xml")).iter()
            if element.tag.endswith("}sheet")
        ]
    except KeyError:
        return []


def _relation(attributes: dict[str, str]) -> str:
    return next((value for name, value in attributes.items() if name.endswith("}id")), "")
