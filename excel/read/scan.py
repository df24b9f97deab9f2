"""Look through a packed workbook before the reader is let at it, and cut out the share that is to be read here."""

from __future__ import annotations

import posixpath
import zipfile
from io import BytesIO
from pathlib import Path

from excel.read.guard import Extent, check_package, scan_sheet
from excel.read.share import Cutter, Share, Write, repacked


def scanned(path: Path, share: Share) -> tuple[dict[str, Extent], BytesIO]:
    """Return what the whole of every sheet looks like, by the sheet's name, and the workbook as far as it is ours.

    Raises Refused (B004, B005, B006), and whatever a damaged file makes the libraries raise.
    """
    with zipfile.ZipFile(path) as archive:
        check_package(archive)
        sheets = _sheets(archive)
        if share.whole:
            extents = {sheet: scan_sheet(archive, part, sheet) for sheet, part in sheets.items()}
            return extents, BytesIO(path.read_bytes())  # at most MAX_FILE; opened by its content, whatever its name
        names = {part: sheet for sheet, part in sheets.items()}
        extents = {}

        def cut(part: str, write: Write) -> None:
            cutter = Cutter(share, archive.getinfo(part).file_size, write)
            extents[names[part]] = scan_sheet(archive, part, names[part], cutter.take)

        return extents, repacked(archive, frozenset(names), cut)


def _sheets(archive: zipfile.ZipFile) -> dict[str, str]:
    """Return the part of each sheet by the sheet's name; a part that no sheet names stands under its own."""
    names = set(archive.namelist())
    parts = {sheet: part for sheet, part in _parts(archive) if part in names}
    unnamed = names - set(parts.values())
    return parts | {part: part for part in unnamed if part.startswith("xl/worksheets/") and part.endswith(".xml")}


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
