"""From a workbook to a Form: cells → pyxform → XForm → Form, then our own sheets and every check at load."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

from survey.form import Form, Group
from survey.problems import HuceError, Level, Problem
from survey.xlsform.build import Body, Builder, actions_of, asked_lists, binds_of, tag_name, with_keys
from survey.xlsform.choices import Lists
from survey.xlsform.convert import Converted, convert
from survey.xlsform.rows import SurveyRows, locate
from survey.xlsform.settings import Settings
from survey.xlsform.texts import Itext, child, local
from survey.xlsform.workbook import Sheet, Workbook, read_workbook


@dataclass(frozen=True, slots=True)
class LoadedForm:
    """What became of a workbook. ``form`` is None when a problem of level 强制性 forbids its use."""

    form: Form | None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """A form as built, before it is judged, with the rows it came from."""

    form: Form
    rows: SurveyRows
    book: Workbook
    problems: tuple[Problem, ...]


def read_form(path: Path) -> LoadedForm:
    """Read an XLSForm workbook (.xlsx, .xls, .csv, .md). Never raises: every trouble is a problem with its cell."""
    try:
        book = read_workbook(path)
        draft = build(book, path.parent)
    except HuceError as refusal:
        return LoadedForm(None, (refusal.problem,))
    problems = draft.problems
    fatal = any(problem.level is Level.ERROR for problem in problems)
    return LoadedForm(None if fatal else draft.form, problems)


def build(book: Workbook, folder: Path) -> Draft:
    """Build the form of a workbook. Raises HuceError when pyxform refuses it."""
    return _build(book, folder, convert(book))


def _build(book: Workbook, folder: Path, converted: Converted) -> Draft:
    document = _document(converted.xml)
    head, body_element = document[0], document[1]
    model = next(each for each in head if local(each) == "model")
    itext = Itext(model)
    lists = Lists(itext, folder, book.sheets.get("external_choices", Sheet("external_choices")))
    lists.read(model)
    primary = _primary(model)
    rows = locate(book.sheet("survey"), tag_name(primary))
    body = Body()
    body.read(body_element)
    builder = Builder(binds_of(model), body, itext, converted.types, rows, lists)
    path = f"/{tag_name(primary)}"
    root = with_keys(Group(name=tag_name(primary), path=path, key="", children=builder.children_of(primary, path)))
    settings = Settings(book.sheet("settings"))
    title = child(head, "title")
    form = Form(
        id=primary.get("id", ""),
        version=primary.get("version", ""),
        title=(title.text or "").strip() if title is not None else "",
        root=root,
        frequency=settings.frequency,
        languages=itext.languages,
        legal=settings.legal,
        actions=actions_of(model, body),
        lists=asked_lists(lists.by_name),
    )
    return Draft(form, rows, book, (*lists.problems, *settings.problems))


def _document(xml: str) -> ET.Element:
    try:
        return ET.fromstring(xml)  # noqa: S314 - the text was written by pyxform in this process
    except ET.ParseError as trouble:  # a prefix used in a column header but not declared in ``namespaces``
        raise HuceError(Problem("F014", params={"detail": str(trouble)})) from trouble


def _primary(model: ET.Element) -> ET.Element:
    instance = child(model, "instance")
    root = None if instance is None else next(iter(instance), None)
    if root is None:
        raise HuceError(Problem("F013"))
    return root
