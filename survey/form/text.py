"""Texts of a form in its languages, with places where values are filled in; answers as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

Scalar = str | int | float | bool | None
Json = Scalar | list["Json"] | dict[str, "Json"]
Answers = Mapping[str, Json]


MEDIA_KINDS = ("image", "big-image", "audio", "video")
_NONE: Mapping[str, str] = MappingProxyType({})


def no_strings() -> Mapping[str, str]:
    """Return the one empty mapping: there may be a hundred thousand choices."""
    return _NONE


@dataclass(frozen=True, slots=True)
class Output:
    """A place in a text that is filled with the value of an expression."""

    expression: str


Part = str | Output


@dataclass(frozen=True, slots=True)
class Text:
    """A text in each language of the form; ``""`` is the language of a form that names none.

    ``media`` names the files shown or played with it, keyed as XLSForm heads the columns: ``image``, ``big-image``,
    ``audio`` or ``video``, and ``image::English`` where a language has a file of its own.
    """

    by_language: Mapping[str, tuple[Part, ...]] = field(default_factory=lambda: MappingProxyType({}))
    media: Mapping[str, str] = field(default_factory=no_strings)

    def parts(self, language: str = "") -> tuple[Part, ...]:
        """Return the parts in a language, else in the form's first one."""
        if language in self.by_language:
            return self.by_language[language]
        return next(iter(self.by_language.values()), ())

    def plain(self, language: str = "") -> str:
        """Return the text with an ellipsis where a value would stand."""
        return "".join(part if isinstance(part, str) else "…" for part in self.parts(language)).strip()

    def media_in(self, language: str = "") -> Mapping[str, str]:
        """Return kind -> file name in a language; where it has no file of its own, the form's."""
        if not self.media:
            return self.media
        own = {kind: self.media.get(f"{kind}::{language}", "") for kind in MEDIA_KINDS}
        found = {kind: name or self.media.get(kind, "") for kind, name in own.items()}
        return MappingProxyType({kind: name for kind, name in found.items() if name})

    @property
    def is_fixed(self) -> bool:
        """Whether no value has to be filled in."""
        return all(isinstance(part, str) for parts in self.by_language.values() for part in parts)

    def __bool__(self) -> bool:
        return any(self.by_language.values())


BLANK_TEXT = Text()
