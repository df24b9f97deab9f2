"""Labels, hints and messages out of an XForm: itext in every language, with places where values are filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from xml.etree import ElementTree as ET

from survey.form import BLANK_TEXT, Output, Part, Text
from survey.form.text import MEDIA_KINDS, no_strings

_ITEXT = re.compile(r"jr:itext\('(.*)'\)")


def local(element: ET.Element) -> str:
    """Give the element's name without its namespace."""
    return element.tag.rsplit("}", 1)[-1]


def child(element: ET.Element, name: str) -> ET.Element | None:
    """Find the first child of that name in any namespace."""
    return next((each for each in element if local(each) == name), None)


def children(element: ET.Element, name: str) -> Iterator[ET.Element]:
    """Every child of that name in any namespace."""
    return (each for each in element if local(each) == name)


class Itext:
    """The translations of one XForm."""

    def __init__(self, model: ET.Element) -> None:
        itext = child(model, "itext")
        translations = [] if itext is None else list(children(itext, "translation"))
        own = [each for each in translations if "default" in each.attrib]
        ordered = own + [each for each in translations if "default" not in each.attrib]
        self.languages = tuple(_language(each.get("lang", "")) for each in ordered) or ("",)
        self._texts: dict[str, dict[str, dict[str, tuple[Part, ...]]]] = {}
        for language, translation in zip(self.languages, ordered, strict=False):
            for text in translation:
                self._read(language, text)

    def _read(self, language: str, text: ET.Element) -> None:
        forms = self._texts.setdefault(text.get("id", ""), {})
        for value in text:
            forms.setdefault(value.get("form", ""), {})[language] = parts_of(value)

    def text(self, key: str, form: str = "") -> Text:
        """Return the text of an itext id; ``form`` "guidance" is a guidance hint."""
        forms = self._texts.get(key, {})
        return Text(MappingProxyType(forms.get(form, {})), no_strings() if form else _media(forms))

    def of(self, element: ET.Element | None, form: str = "") -> Text:
        """Return the text of a label or hint element, inline or by itext reference."""
        if element is None:
            return BLANK_TEXT
        reference = _ITEXT.fullmatch(element.get("ref", ""))
        if reference is not None:
            return self.text(reference[1], form)
        return BLANK_TEXT if form else self.inline(parts_of(element))

    def message(self, value: str) -> Text:
        """Return a bind's message: the text itself or an itext reference."""
        reference = _ITEXT.fullmatch(value)
        if reference is not None:
            return self.text(reference[1])
        return self.inline((value,)) if value else BLANK_TEXT

    def inline(self, parts: tuple[Part, ...]) -> Text:
        """Make a text of the form's own language."""
        return Text(MappingProxyType({self.languages[0]: parts})) if parts else BLANK_TEXT


def _media(forms: Mapping[str, Mapping[str, tuple[Part, ...]]]) -> Mapping[str, str]:
    """Name the files of each kind: the form's, and those of a language that has another."""
    media: dict[str, str] = {}
    for kind in MEDIA_KINDS:
        for language, parts in forms.get(kind, {}).items():
            name = file_name("".join(part for part in parts if isinstance(part, str)))
            if name and name != media.setdefault(kind, name):
                media[f"{kind}::{language}"] = name
    return MappingProxyType(media) if media else no_strings()


def file_name(reference: str) -> str:
    """Leave out of ``jr://images/a.png`` whatever leads into another folder, written in any system's way."""
    return reference.replace("\\", "/").rsplit("/", 1)[-1].strip()


def _language(name: str) -> str:
    return "" if name == "default" else name


def parts_of(element: ET.Element) -> tuple[Part, ...]:
    """Split an element's content into literal text and filled places; pyxform's padding blanks are removed."""
    parts: list[Part] = [element.text or ""]
    for each in element:
        if local(each) == "output":
            parts.append(Output((each.get("value") or each.get("ref") or "").strip()))
        parts.append(each.tail or "")
    kept = [part for part in parts if part != ""]
    if kept and isinstance(kept[0], str):
        kept[0] = kept[0].lstrip()
    if kept and isinstance(kept[-1], str):
        kept[-1] = kept[-1].rstrip()
    return tuple(part for part in kept if part != "")
