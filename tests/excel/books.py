"""Small workbooks for tests: good ones from tables of cells, bad ones by editing the parts of a good one."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from openpyxl import Workbook

SHEET = "xl/worksheets/sheet1.xml"
TITLES = ("序号", "统一社会信用代码", "名称（按执照）*", "经营者姓名", "联系电话")
VOCABULARY = (
    ("uscc", ("统一社会信用代码", "社会信用代码")),
    ("shop_name", ("名称", "字号名称")),
    ("owner_name", ("经营者姓名", "经营者")),
    ("mobile", ("联系电话", "手机号码")),
    ("emp_total", ("从业人数",)),
    ("remark", ("备注",)),
)
IDENTITY = frozenset({"uscc", "shop_name", "owner_name"})


def book(path: Path, rows: Sequence[Sequence[object]], *, merges: Sequence[str] = (), sheet: str = "底册") -> Path:
    """Save rows as the one sheet of a workbook."""
    made = Workbook()
    page = made.worksheets[0]
    page.title = sheet
    for row in rows:
        page.append(list(row))
    for merge in merges:
        page.merge_cells(merge)
    made.save(path)
    return path


def edited(source: Path, out: Path, edits: Mapping[str, Callable[[bytes], bytes | None]]) -> Path:
    """Copy a workbook, changing parts; an edit that gives None drops the part, one for an unknown part adds it."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        names = old.namelist()
        for name in (*names, *(name for name in edits if name not in names)):
            data = old.read(name) if name in names else b""
            changed = edits[name](data) if name in edits else data
            if changed is not None:
                new.writestr(name, changed)
    return out


def with_sheet(source: Path, out: Path, rows_xml: str) -> Path:
    """Replace the rows of the first sheet by hand-written XML."""

    def edit(data: bytes) -> bytes:
        head, _, rest = data.partition(b"<sheetData>")
        return head + b"<sheetData>" + rows_xml.encode() + b"</sheetData>" + rest.partition(b"</sheetData>")[2]

    return edited(source, out, {SHEET: edit})
