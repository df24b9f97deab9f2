"""Build our Form from the XForm that pyxform wrote: exactly ODK's meaning, every ``${name}`` already a path."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from xml.etree import ElementTree as ET

from survey.form import Choice, ChoiceList, Group, Item, Question, QuestionKind, Repeat, Sensitivity, SetValue, Text
from survey.xlsform.choices import Lists
from survey.xlsform.kinds import kind_of
from survey.xlsform.sheets.other import WHICH, added_hint, asks_which
from survey.xlsform.sheets.rows import SurveyRows
from survey.xlsform.texts import Itext, children, local

_PARAMETERS = ("start", "end", "step", "mediatype", "rows", "accuracyThreshold", "unacceptableAccuracyThreshold")


@dataclass(slots=True)
class Body:
    """The controls of the body by the path they edit, and what stands around them."""

    controls: dict[str, ET.Element] = field(default_factory=dict)
    repeats: dict[str, ET.Element] = field(default_factory=dict)
    actions: list[tuple[str, ET.Element]] = field(default_factory=list)

    def read(self, element: ET.Element) -> None:
        """Collect everything below an element of the body."""
        for each in element:
            name = local(each)
            if name == "repeat":
                self.repeats[each.get("nodeset", "")] = each
                self._actions(each, each.get("nodeset", ""))
            elif each.get("ref") and name not in _INSIDE:
                self.controls.setdefault(each.get("ref", ""), each)
                self._actions(each, each.get("ref", ""))
            if name in {"group", "repeat"}:
                self.read(each)

    def _actions(self, element: ET.Element, path: str) -> None:
        self.actions.extend((path, each) for each in children(element, "setvalue"))


_INSIDE = frozenset({"label", "hint", "value", "itemset", "setvalue", "output", "help"})


@dataclass(frozen=True, slots=True)
class Builder:
    """Everything needed to turn one place of the primary instance into an Item."""

    binds: Mapping[str, Mapping[str, str]]
    body: Body
    itext: Itext
    types: Mapping[str, str]
    rows: SurveyRows
    lists: Lists

    def children_of(self, element: ET.Element, path: str) -> tuple[Item, ...]:
        """Build the children of one element; a repeat's template and its first instances are one Repeat."""
        by_name: dict[str, list[ET.Element]] = {}
        for each in element:
            by_name.setdefault(tag_name(each), []).append(each)
        return tuple(self._item(same[0], f"{path}/{name}", same) for name, same in by_name.items())

    def _item(self, element: ET.Element, path: str, same: list[ET.Element]) -> Item:
        if path in self.body.repeats:
            return self._repeat(element, path, same)
        control = self.body.controls.get(path)
        if len(element) or (control is not None and local(control) == "group"):
            return self._group(element, path)
        return self._question(element, path, control)

    def _common(self, path: str) -> dict[str, object]:
        bind = self.binds.get(path, {})
        control = self.body.controls.get(path)
        return {
            "name": path.rsplit("/", 1)[-1],
            "path": path,
            "key": path,
            "label_text": self._label(path, control),
            "hint_text": self._hint(path, control),
            "relevant": _condition(bind.get("relevant", ""), "true()"),
            "read_only": _condition(bind.get("readonly", ""), "false()"),
            "appearance": "" if control is None else control.get("appearance", ""),
            "place": self.rows.place(path),
        }

    def _label(self, path: str, control: ET.Element | None) -> Text:
        if asks_which(self.rows, path):
            return self.itext.inline((WHICH,))
        return self.itext.of(_child(control, "label"))

    def _hint(self, path: str, control: ET.Element | None) -> Text:
        hint = self.itext.of(_child(control, "hint"))
        chinese = added_hint(self.rows, path, hint.plain()) if hint else ""
        return self.itext.inline((chinese,)) if chinese else hint

    def _group(self, element: ET.Element, path: str) -> Group:
        return Group(**self._common(path), children=self.children_of(element, path))  # type: ignore[arg-type]  # keywords built above

    def _repeat(self, element: ET.Element, path: str, same: list[ET.Element]) -> Repeat:
        control = self.body.repeats[path]
        common = self._common(path)
        common["appearance"] = control.get("appearance", "") or common["appearance"]
        instances = [each for each in same if not _is_template(each)]
        return Repeat(
            **common,  # type: ignore[arg-type]  # keywords built above
            children=self.children_of(element, path),
            count=_attribute(control, "count").strip(),
            first_instances=max(1, len(instances)),
            added_instances=len(instances),
        )

    def _question(self, element: ET.Element, path: str, control: ET.Element | None) -> Question:
        bind = self.binds.get(path, {})
        kind = kind_of(self.types.get(path, ""), control, bind)
        source = self.lists.source(path, control) if control is not None else None
        choices: tuple[Choice, ...] = self.lists.choices(source)
        return Question(
            **self._common(path),  # type: ignore[arg-type]  # keywords built above
            kind=kind,
            data_type=bind.get("type", "string"),
            required=_condition(bind.get("required", ""), "false()"),
            required_message=self.itext.message(bind.get("requiredMsg", "")),
            constraint=bind.get("constraint", "").strip(),
            constraint_message=self.itext.message(bind.get("constraintMsg", "")),
            calculation=bind.get("calculate", "").strip(),
            default=(element.text or "").strip(),
            preload=bind.get("preload", ""),
            preload_params=bind.get("preloadParams", ""),
            guidance=self.itext.of(_child(control, "hint"), "guidance"),
            source=source,
            choices=choices,
            parameters=self._parameters(control, bind),
            unit=self.rows.cell(path, "unit"),
            purpose=self.rows.cell(path, "purpose"),
            sensitivity=_sensitivity(self.rows.cell(path, "sensitivity")),
            prefill=self.rows.cell(path, "prefill"),
        )

    def _parameters(self, control: ET.Element | None, bind: Mapping[str, str]) -> Mapping[str, str]:
        found = {} if control is None else {name: control.get(name, "") for name in _PARAMETERS}
        found["max-pixels"] = bind.get("max-pixels", "")
        return MappingProxyType({name: value for name, value in found.items() if value})


def _sensitivity(word: str) -> Sensitivity:
    return Sensitivity(word.strip().upper()) if word.strip().upper() in {"P", "S"} else Sensitivity.NONE


def _condition(expression: str, trivial: str) -> str:
    text = expression.strip()
    return "" if text == trivial else text


def _child(element: ET.Element | None, name: str) -> ET.Element | None:
    return None if element is None else next(children(element, name), None)


def _attribute(element: ET.Element, name: str) -> str:
    return next((value for key, value in element.attrib.items() if key.rsplit("}", 1)[-1] == name), "")


def _is_template(element: ET.Element) -> bool:
    return any(key.rsplit("}", 1)[-1] == "template" for key in element.attrib)


def tag_name(element: ET.Element) -> str:
    """Give the name as it stands in paths: pyxform's own namespaced ``orx:meta`` is written ``meta``."""
    return local(element)


def binds_of(model: ET.Element) -> dict[str, Mapping[str, str]]:
    """Every bind's attributes by local name, keyed by nodeset."""
    return {
        bind.get("nodeset", ""): {key.rsplit("}", 1)[-1]: value for key, value in bind.attrib.items()}
        for bind in children(model, "bind")
    }


def actions_of(model: ET.Element, body: Body) -> tuple[SetValue, ...]:
    """Every setvalue of the model and the body, one for each of its events."""
    found = [("", each) for each in children(model, "setvalue")] + body.actions
    return tuple(
        SetValue(each.get("ref", ""), event, each.get("value", "").strip(), (each.text or "").strip(), trigger)
        for trigger, each in found
        for event in each.get("event", "").split()
    )


def with_keys(root: Group) -> Group:
    """Give every item its key: the name where it is unique in its scope (the entry or a repeat), else the path."""
    return replace(root, children=_keyed(root.children, root.path, _names(root.children)))


def _names(items: Iterable[Item]) -> Counter[str]:
    names: Counter[str] = Counter()
    for item in items:
        if isinstance(item, Group) and not isinstance(item, Repeat):
            names.update(_names(item.children))
        else:
            names[item.name] += 1
    return names


def _keyed(items: tuple[Item, ...], scope: str, names: Counter[str]) -> tuple[Item, ...]:
    return tuple(_with_key(item, scope, names) for item in items)


def _with_key(item: Item, scope: str, names: Counter[str]) -> Item:
    relative = item.path.removeprefix(f"{scope}/")
    if isinstance(item, Repeat):
        inside = _keyed(item.children, item.path, _names(item.children))
        return replace(item, key=item.name if names[item.name] == 1 else relative, children=inside)
    if isinstance(item, Group):
        return replace(item, key=relative, children=_keyed(item.children, scope, names))
    return replace(item, key=item.name if names[item.name] == 1 else relative)


def asked_lists(lists: Mapping[str, ChoiceList]) -> Mapping[str, ChoiceList]:
    """Freeze the lists of a form."""
    return MappingProxyType(dict(lists))


__all__ = [
    "Body",
    "Builder",
    "QuestionKind",
    "actions_of",
    "asked_lists",
    "binds_of",
    "tag_name",
    "with_keys",
]
