"""Choice lists of an XForm: secondary instances inside it, CSV, XML and GeoJSON files beside it, inline items."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from xml.etree import ElementTree as ET

from survey.expression.nodes import Call
from survey.form import BLANK_TEXT, Choice, ChoiceList, ChoiceRow, ChoiceSource, Text
from survey.problems import Level, Place, Problem
from survey.xlsform.beside import Beside
from survey.xlsform.searching import LABEL, VALUE, file_of, nodeset, search_call, searched_rows
from survey.xlsform.sheets.plain import decoded
from survey.xlsform.sheets.workbook import Sheet, normal_header
from survey.xlsform.texts import Itext, child, children, local

_INSTANCE = re.compile(r"""(?:randomize\(\s*)?instance\(\s*['"]([^'"]+)['"]\s*\)/root/item\s*(\[)?""")
_ITEXT_COLUMN = re.compile(r"jr:itext\((\w+)\)")
_OFFERING = frozenset({"select1", "select", "rank"})
_ALIASES = {"name": "name", "value": "name", "label": "label", "caption": "label"}
MAX_FILE_ROWS = 500_000


class Lists:
    """Every secondary instance of one form, by id; problems met while reading files are kept in ``problems``."""

    def __init__(self, itext: Itext, beside: Beside, external: Sheet) -> None:
        self._itext = itext
        self._beside = beside
        self._external = external
        self._choices: dict[ChoiceSource, tuple[Choice, ...]] = {}
        self.by_name: dict[str, ChoiceList] = {}
        self.problems: list[Problem] = []

    def read(self, model: ET.Element) -> None:
        """Read every secondary instance; the first instance is the primary one."""
        for instance in list(children(model, "instance"))[1:]:
            name, source = instance.get("id", ""), instance.get("src", "")
            if source.startswith("jr://instance/last-saved"):
                continue
            rows = self._from_file(source) if source else self._inside(instance)
            self.by_name[name] = ChoiceList(name, rows, source.rsplit("/", 1)[-1])

    def source(self, path: str, control: ET.Element) -> ChoiceSource | None:
        """Return where a control takes its choices from, None when it has none."""
        if control.get("query"):
            return self._external_source(control.get("query", ""))
        if local(control) not in _OFFERING:
            return None  # the itemset of a place is drawn on its map, that of a range labels its ticks
        itemset = child(control, "itemset")
        if itemset is None:
            call = search_call(control.get("appearance", ""))
            return self._inline(path, control) if call is None else self._searched(path, control, call)
        value, label = child(itemset, "value"), child(itemset, "label")
        nodeset = " ".join(itemset.get("nodeset", "").split())
        found = _INSTANCE.match(nodeset)
        return ChoiceSource(
            nodeset,
            "name" if value is None else value.get("ref", "name"),
            _label_column("label" if label is None else label.get("ref", "label")),
            found[1] if found else "",
            found is None or bool(found[2]) or nodeset.startswith("randomize"),
        )

    def choices(self, source: ChoiceSource | None) -> tuple[Choice, ...]:
        """Every choice of the source's list before filtering, in the form's own language."""
        if source is None or source.instance not in self.by_name:
            return ()
        key = ChoiceSource("", source.value, source.label, source.instance)
        if key not in self._choices:
            rows = self.by_name[source.instance].rows
            self._choices[key] = tuple(_choice(row, source) for row in rows)
        return self._choices[key]

    def _inside(self, instance: ET.Element) -> tuple[ChoiceRow, ...]:
        root = next(iter(instance), None)
        return () if root is None else tuple(self._row(item) for item in root)

    def _row(self, item: ET.Element) -> ChoiceRow:
        columns = {local(each): (each.text or "").strip() for each in item}
        key = child(item, "itextId")
        if key is not None:
            text = self._itext.text((key.text or "").strip())
            return ChoiceRow(MappingProxyType({**columns, "label": text.plain()}), text)
        label = columns.get("label", "")
        return ChoiceRow(MappingProxyType(columns), self._itext.inline((label,)) if label else BLANK_TEXT)

    def _inline(self, path: str, control: ET.Element) -> ChoiceSource | None:
        rows = [
            ChoiceRow(MappingProxyType({"name": value, "label": text.plain()}), text)
            for value, text in self._items(control)
        ]
        if not rows:
            return None
        self.by_name[path] = ChoiceList(path, tuple(rows))
        return ChoiceSource(f"instance('{path}')/root/item", instance=path)

    def _items(self, control: ET.Element) -> Iterator[tuple[str, Text]]:
        for item in children(control, "item"):
            value = child(item, "value")
            yield "" if value is None else (value.text or "").strip(), self._itext.of(child(item, "label"))

    def _searched(self, path: str, control: ET.Element, call: Call) -> ChoiceSource:
        listed = [(value, text.plain()) for value, text in self._items(control)]
        rows = searched_rows(listed, (row.columns for row in self._from_file(file_of(call))))
        self.by_name[path] = ChoiceList(path, tuple(self._plain_row(row) for row in rows), file_of(call))
        return ChoiceSource(nodeset(path, call), VALUE, LABEL, path, len(call.args) > 1)

    def _external_source(self, query: str) -> ChoiceSource:
        nodeset = " ".join(query.split())
        found = _INSTANCE.match(nodeset)
        listed = found[1] if found else ""
        name = f"{listed} external_choices"  # both sheets may have a list of one name
        nodeset = nodeset.replace(listed, name, 1)
        if name not in self.by_name:
            column = self._external.column("list_name", "list name")
            rows = (row for row in self._external.rows if row.get(column) == listed)
            self.by_name[name] = ChoiceList(listed, tuple(map(self._external_row, rows)))
        return ChoiceSource(nodeset, "name", "label", name, is_filtered=True)

    def _external_row(self, row: Mapping[str, str]) -> ChoiceRow:
        columns: dict[str, str] = {}
        spoken: dict[str, tuple[str, ...]] = {}
        for header, text in row.items():
            head, language = _in_two(header)
            columns.setdefault(head, text)
            if head == "label":
                spoken[language or self._itext.languages[0]] = (text,)
        return ChoiceRow(MappingProxyType(columns), Text(MappingProxyType(spoken)))

    def _plain_row(self, columns: Mapping[str, str]) -> ChoiceRow:
        label = columns.get("label", "")
        return ChoiceRow(MappingProxyType(dict(columns)), self._itext.inline((label,)) if label else BLANK_TEXT)

    def _from_file(self, source: str) -> tuple[ChoiceRow, ...]:
        name = source.rsplit("/", 1)[-1]
        path = self._beside.find(name)
        readers = {".csv": _csv_rows, ".xml": _xml_rows, ".geojson": _geojson_rows}
        reader = readers.get("" if path is None else path.suffix.lower())
        problem = Problem("F030", Level.QUERY, Place(file=name), {"file": name})
        if reader is None or path is None:
            self.problems.append(problem)
            return ()
        try:
            rows = reader(decoded(path.read_bytes()))
        except (ValueError, OSError, csv.Error, ET.ParseError, KeyError, TypeError, AttributeError):
            self.problems.append(Problem("F031", Level.ERROR, Place(file=name), {"file": name}))
            return ()
        return tuple(self._plain_row(row) for row in rows)


def _in_two(header: str) -> tuple[str, str]:
    """Split ``label::English`` into the column's name, as filters know it, and its language."""
    head, _, language = header.partition("::" if "::" in header else ":")
    return _ALIASES.get(normal_header(head), head.strip()), language.strip()


def _label_column(reference: str) -> str:
    found = _ITEXT_COLUMN.fullmatch(reference)
    return "label" if found else reference


def _choice(row: ChoiceRow, source: ChoiceSource) -> Choice:
    return Choice(row.columns.get(source.value, ""), _label(row, source), row.label.media_in())


def _label(row: ChoiceRow, source: ChoiceSource) -> str:
    if source.label == "label" and row.label:
        return row.label.plain()
    return row.columns.get(source.label, "")


def _csv_rows(text: str) -> list[dict[str, str]]:
    delimiter = ";" if text.partition("\n")[0].count(";") > text.partition("\n")[0].count(",") else ","
    reader = csv.DictReader(io.StringIO(text), delimiter=delimiter)
    rows = []
    for row in reader:
        if reader.line_num > MAX_FILE_ROWS:
            raise ValueError("too many rows")
        rows.append({str(key): value or "" for key, value in row.items() if key})
    return rows


def _xml_rows(text: str) -> list[dict[str, str]]:
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise ValueError("document types are not read")
    root = ET.fromstring(text)  # noqa: S314 - a file beside the form, document types refused above
    return [{local(each): (each.text or "").strip() for each in item} for item in root]


def _geojson_rows(text: str) -> list[dict[str, str]]:
    rows = []
    for feature in json.loads(text)["features"]:
        columns = {str(key): str(value) for key, value in feature["properties"].items() if value is not None}
        geometry = feature.get("geometry") or {}
        if geometry.get("type") == "Point":
            longitude, latitude = geometry["coordinates"][:2]
            columns["geometry"] = f"{latitude} {longitude} 0 0"
        columns.setdefault("id", str(feature.get("id", "")))
        rows.append(columns)
    return rows
