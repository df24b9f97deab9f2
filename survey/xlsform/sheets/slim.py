"""Make a workbook easy to read: what costs openpyxl most is taken out of its sheets, what it cannot read is rewritten.

Cells that carry only a format go: somebody formats a whole sheet and the file holds millions of them, 4,417 × 16,384
in one form found in the wild. Plain inline strings become plain values, for each is otherwise parsed as rich text.
A sheet that does not state its size gets one, for openpyxl otherwise reads all of it once to find out.
A formula of which the file holds no value, as programs write that never compute, says so instead of being blank.
A workbook saved as "Strict Open XML" is the same under other namespaces; openpyxl finds no sheet in it.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import IO

from survey.problems import HuceError, Problem

MAX_UNPACKED = 256 * 1024 * 1024  # two to three seconds
_WORTH_IT = 256 * 1024
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_BLANK = re.compile(rb"(?:<(?:x:)?+c [^<>/]*+(?:/>|></(?:x:)?+c>))++")  # a run of them at once: 250 MB a second
_INLINE = re.compile(rb' t="inlineStr"><is><t(?: [^<>]*)?>([^<]*+)</t></is>')
UNCOMPUTED = "#未计算"
_FORMULA = re.compile(
    rb'<((?:x:)?c)((?: (?!t="str")\w+="[^"]*")*)><(?:x:)?f(?: [^<>]*)?(?:/>|>[^<]*</(?:x:)?f>)'
    rb"(?:<(?:x:)?v ?/>|<(?:x:)?v></(?:x:)?v>)?</(?:x:)?c>"
)
_TYPE = re.compile(rb' t="\w+"')
_CHUNK = 1024 * 1024
_STRICT = b"http://purl.oclc.org/ooxml/"
_USUAL = (
    (_STRICT + b"spreadsheetml/main", b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"),
    (
        _STRICT + b"officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
)


def slim(data: bytes) -> bytes:
    """Return the workbook with the same values, quicker to read.

    Raises HuceError F002 when it unpacks to more than any form needs.
    """
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = [info for info in archive.infolist() if info.filename.endswith(".xml")]
        if sum(info.file_size for info in parts) > MAX_UNPACKED:
            raise HuceError(Problem("F002"))
        sheets = {info.filename for info in parts if _SHEET.fullmatch(info.filename) and _is_worth_it(archive, info)}
        strict = _STRICT in archive.read("_rels/.rels")
        return _rewritten(archive, sheets, strict=strict) if sheets or strict else data


def _is_worth_it(archive: zipfile.ZipFile, sheet: zipfile.ZipInfo) -> bool:
    return sheet.file_size > _WORTH_IT or _FORMULA.search(archive.read(sheet)) is not None


def _rewritten(archive: zipfile.ZipFile, sheets: set[str], *, strict: bool) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as slimmed:
        for name in archive.namelist():
            with archive.open(name) as source, slimmed.open(name, "w", force_zip64=True) as target:
                for chunk in _cut(source):
                    usual = _usual(chunk) if strict else chunk
                    target.write(_eased(usual) if name in sheets else usual)
    return made.getvalue()


def _usual(chunk: bytes) -> bytes:
    for strict, usual in _USUAL:
        chunk = chunk.replace(strict, usual)
    return chunk


def _eased(chunk: bytes) -> bytes:
    if b"<sheetData>" in chunk and b"<dimension " not in chunk:
        chunk = chunk.replace(b"<sheetData>", b'<dimension ref="A1"/><sheetData>', 1)
    return _FORMULA.sub(_said, _INLINE.sub(rb' t="str"><v>\1</v>', _BLANK.sub(b"", chunk)))


def _said(formula: re.Match[bytes]) -> bytes:
    """The cell in the way of its neighbours: with the prefix its sheet gives every element, if there is one."""
    name, rest = formula[1], _TYPE.sub(b"", formula[2])
    prefix = name.removesuffix(b"c")
    value = b"<%sv>%s</%sv>" % (prefix, UNCOMPUTED.encode(), prefix)
    return b'<%s%s t="str">%s</%s>' % (name, rest, value, name)


def _cut(source: IO[bytes]) -> Iterator[bytes]:
    """Read in pieces that end before a cell begins, so that none is cut in two."""
    rest = b""
    while piece := source.read(_CHUNK):
        whole = rest + piece
        at = max(whole.rfind(b"<c "), whole.rfind(b":c "), 0)
        at = whole.rfind(b"<", 0, at + 1) if at else 0
        yield whole[:at] if at else b""
        rest = whole[max(at, 0) :]
    yield rest
