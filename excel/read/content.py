"""Tell what a file is by its content. Names lie: an .xls is often a web page and an .xlsx often an old .xls."""

from __future__ import annotations

import zipfile
from enum import StrEnum
from pathlib import Path

from excel.read.refusal import Refused

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HEAD = 64 * 1024
_WIDE = "utf-16-le"  # names in an OLE directory


class Content(StrEnum):
    """The formats we can read."""

    XLSX = "xlsx"  # also .xlsm: macros are never run
    XLSB = "xlsb"
    ODS = "ods"
    XLS = "xls"  # also WPS .et
    CSV = "csv"


def recognise(path: Path) -> Content:
    """Return the format. Raises Refused for what is no workbook (B001 B002 B003 B010 B011)."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    if not head.strip(b"\0 \t\r\n"):
        raise Refused("B010")
    if head.startswith(b"PK"):
        return _packed(path)
    if head.startswith(OLE):
        return _compound(path)
    if head[:2] in (b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00"):
        return Content.XLS  # a bare BIFF stream, as some old programs write
    return _text(head)


def _packed(path: Path) -> Content:
    try:
        with zipfile.ZipFile(path) as archive:
            names = {name.lstrip("/") for name in archive.namelist()}
            mimetype = archive.read("mimetype")[:80] if "mimetype" in names else b""
    except Exception as cause:
        raise Refused("B003", reason="压缩包的目录损坏") from cause
    if b"opendocument.spreadsheet" in mimetype:
        return Content.ODS
    if "xl/workbook.bin" in names:
        return Content.XLSB
    if any(name.lower().endswith("workbook.xml") for name in names):
        return Content.XLSX
    raise Refused("B001", what="Word 文档" if "word/document.xml" in names else "压缩包")


def _compound(path: Path) -> Content:
    """Look for the names of streams; they stand in the directory, which may lie anywhere in the file."""
    data = path.read_bytes()
    if "EncryptedPackage".encode(_WIDE) in data:
        raise Refused("B002")
    if any(name.encode(_WIDE) in data for name in ("Workbook", "Book", "WORKBOOK")):
        return Content.XLS
    raise Refused("B001", what="Word 文档" if "WordDocument".encode(_WIDE) in data else "旧格式文档")


def _text(head: bytes) -> Content:
    if head.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"Rar!", b"7z\xbc\xaf")):
        raise Refused("B001", what="PDF、图片或压缩包")
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:512].lower()
    if start.startswith((b"<html", b"<!doctype html", b"<table", b"<?xml", b"<meta", b"mime-version")):
        raise Refused("B011")
    if decoded(head) is None:
        raise Refused("B001", what="无法识别的文件")
    return Content.CSV


def decoded(data: bytes, *, whole: bool = False) -> str | None:
    """Decode text as UTF-16 with its mark, UTF-8 or GB18030; None when it is none of these.

    A head cut out of a longer file may end within a character: up to three bytes are forgiven unless ``whole``.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _clean(data, "utf-16", whole=whole)
    if b"\0" in data:
        return None
    return _clean(data, "utf-8-sig", whole=whole) or _clean(data, "gb18030", whole=whole)


def _clean(data: bytes, encoding: str, *, whole: bool) -> str | None:
    for cut in range(1 if whole else 4):
        try:
            text = data[: len(data) - cut].decode(encoding)
        except UnicodeDecodeError:
            continue
        odd = sum(letter < " " and letter not in "\t\r\n" for letter in text)
        return text if odd * 100 <= len(text) else None
    return None
