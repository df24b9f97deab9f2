"""From a workbook to a Form: cells → pyxform → XForm → Form, then our own sheets and every check at load."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from xml.etree import ElementTree as ET

from survey.form import Form, Group
from survey.problems import HuceError, Level, Place, Problem
from survey.quiet import uncollected
from survey.session.logic.program import program_of
from survey.xlsform.beside import Beside
from survey.xlsform.build import Body, Builder, actions_of, asked_lists, binds_of, tag_name, with_keys
from survey.xlsform.choices import Lists
from survey.xlsform.convert import Converted, convert, located, said
from survey.xlsform.explain import explanations
from survey.xlsform.prefixes import undeclared_prefix
from survey.xlsform.searching import asks_search, search_call
from survey.xlsform.sheets.checks import ChecksSheet
from survey.xlsform.sheets.rows import SurveyRows, locate, too_deep
from survey.xlsform.sheets.settings import Settings
from survey.xlsform.sheets.workbook import Sheet, Workbook, read_workbook, uncomputed
from survey.xlsform.texts import Itext, child, local


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
    warnings: tuple[str, ...]
    beside: Beside


def read_form(path: Path) -> LoadedForm:
    """Read an XLSForm workbook (.xlsx, .xls, .csv, .md). Never raises: every trouble is a problem with its cell."""
    draft, problems = draft_at(path)
    fatal = draft is None or any(problem.level is Level.ERROR for problem in problems)
    return LoadedForm(None if fatal or draft is None else draft.form, problems)


def draft_at(path: Path) -> tuple[Draft | None, tuple[Problem, ...]]:
    """Read a workbook's form before it is judged, with every problem found on the way."""
    try:
        with uncollected():
            return draft_of(read_workbook(path), path.parent)
    except HuceError as refusal:
        return None, (refusal.problem,)
    except Exception as trouble:  # noqa: BLE001 - what nobody foresaw in a stranger's workbook ends in a sentence too
        return None, (Problem("F011", place=Place(file=path.name), params={"detail": said(trouble)}),)


def draft_of(book: Workbook, folder: Path) -> tuple[Draft | None, tuple[Problem, ...]]:
    """Build a workbook's form with every problem found at load; no form when pyxform refuses the workbook."""
    hopeless = uncomputed(book) or too_deep(book.sheet("survey"))
    if hopeless is not None:
        return None, (hopeless,)
    try:
        draft = _build(book, Beside(folder, book.stem), convert(book))
    except HuceError as refusal:
        return None, explanations(book) or (located(book, refusal.problem),)
    return draft, (*draft.problems, *_unsupported(draft), *_logic(draft))


def _unsupported(draft: Draft) -> Iterator[Problem]:
    """What pyxform lets through and no engine of ours fills."""
    questions = [item for item in draft.form.questions() if item.preload != "uid"]
    if not questions:
        yield Problem("F013", place=Place(sheet="survey"))
    for question in questions:
        if asks_search(question.appearance) and search_call(question.appearance) is None:
            params = {"feature": "这样写的 search()", "instead": _SEARCH}
            yield Problem("F032", Level.ERROR, draft.rows.place(question.path, "appearance"), params)


def _logic(draft: Draft) -> tuple[Problem, ...]:
    """What forbids filling: expressions that are refused, cycles; placed at the very cell."""
    found = program_of(draft.form).problems
    return tuple(replace(problem, place=cell_of(draft, problem.place)) for problem in found)


def cell_of(draft: Draft, place: Place) -> Place:
    """Name the very cell of a place given by a question's path, with the column as its label."""
    rows, settings = draft.rows, draft.book.sheet("settings")
    if not place.path:
        return place
    if place.path.endswith(_INSTANCE_NAME):
        column = settings.column("instance_name")
        return settings.place(0, column) if column else Place(sheet="settings")
    if "/meta/entity/" in place.path:
        entities = draft.book.sheet("entities")
        spot = entities.place(0, entities.column(place.path.rpartition("/")[2]))
        return spot if len(entities.rows) == 1 else Place(sheet=entities.name)
    return rows.place(place.path, place.label, *_ALSO.get(place.label, ()))


_SEARCH = "请写成 search('文件名', 'contains', '列名', ${题名})，或改用 select_one_from_file 加 choice_filter。"
_INSTANCE_NAME = "/meta/instanceName"  # written in the settings
_ALSO = {
    "relevant": ("relevance", "bind::relevant"),
    "calculation": ("calculate", "bind::calculate"),
    "repeat_count": ("count", "jr:count"),
    "read_only": ("readonly",),
    "label": ("hint",),
}


def _build(book: Workbook, beside: Beside, converted: Converted) -> Draft:
    document = _document(converted.xml, book)
    head, body_element = document[0], document[1]
    model = next(each for each in head if local(each) == "model")
    itext = Itext(model)
    lists = Lists(itext, beside, book.sheets.get("external_choices", Sheet("external_choices")))
    lists.read(model)
    primary = _primary(model)
    flat = any(row.get("flat") for row in book.sheet("settings").rows[:1])
    rows = locate(book.sheet("survey"), book.sheet("choices"), tag_name(primary), flat=flat)
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
        restricted_to=settings.restricted_to,
        actions=actions_of(model, body),
        lists=asked_lists(lists.by_name),
    )
    checks = ChecksSheet(book.sheet("checks"), form)
    form = replace(form, rules=checks.rules())
    problems = (*lists.problems, *settings.problems, *checks.problems)
    return Draft(form, rows, book, problems, converted.warnings, beside)


def _document(xml: str, book: Workbook) -> ET.Element:
    try:
        return ET.fromstring(xml)  # noqa: S314 - the text was written by pyxform in this process
    except ET.ParseError as trouble:  # mostly a prefix in a name or a header that ``namespaces`` does not declare
        odd = Problem("F011", place=Place(sheet="survey"), params={"detail": str(trouble)})
        raise HuceError(undeclared_prefix(book) or odd) from trouble


def _primary(model: ET.Element) -> ET.Element:
    instance = child(model, "instance")
    root = None if instance is None else next(iter(instance), None)
    if root is None:
        raise HuceError(Problem("F013"))
    return root
