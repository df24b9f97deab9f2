"""Files that a questionnaire shows or plays with its texts: what a widget asks for, what was found, what is offered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Protocol

from PySide6.QtGui import QImage, QPixmap

from survey.form import Choice

PLAYED = ("audio", "video")
WORDS = MappingProxyType({"image": "看大图", "audio": "播放录音", "video": "播放视频"})


@dataclass(frozen=True, slots=True)
class Ask:
    """A file by kind (image | audio | video) and by the name the form gives it; ``side`` is of a picture, in pixels."""

    kind: str
    name: str
    side: int = 0


@dataclass(frozen=True, slots=True)
class Found:
    """What there is of it: ``path`` None when it is not here, ``image`` None when it is no picture to show."""

    path: Path | None = None
    image: QImage | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """What a person can open: a file of a kind, and the text it belongs to."""

    kind: str
    name: str
    about: str


class Shows(Protocol):
    """A widget that shows files once they have been fetched."""

    def asks(self) -> tuple[Ask, ...]:
        """Return what is not known yet."""

    def show_found(self, ask: Ask, found: Found) -> None:
        """Take what was found."""


def offers_of(media: Mapping[str, str], about: str, kinds: Iterable[str] = WORDS) -> tuple[Offer, ...]:
    """Return what a text's files let a person open; a large picture stands in for the small one."""
    names = {**media, "image": media.get("big-image") or media.get("image", "")} if media else media
    return tuple(Offer(kind, names[kind], about) for kind in kinds if names.get(kind))


class Gallery:
    """The files of the choices of one question."""

    def __init__(self) -> None:
        self._choices: tuple[Choice, ...] = ()
        self._found: dict[tuple[str, str], Found] = {}
        self._pictures: dict[str, QPixmap] = {}
        self._side = 0

    def take(self, choices: tuple[Choice, ...], side: int) -> None:
        """Take the choices offered now, and how large their pictures are to be."""
        if side != self._side:
            self._side = side
            self._found.clear()
            self._pictures.clear()
        self._choices = choices if any(choice.media for choice in choices) else ()

    def __bool__(self) -> bool:
        return bool(self._choices)

    def asks(self, choices: Iterable[Choice] | None = None) -> tuple[Ask, ...]:
        """Return what is not known yet of these choices, by default of all."""
        pairs = ((kind, name) for each in choices or self._choices for kind, name in each.media.items())
        wanted = dict.fromkeys(pair for pair in pairs if pair[0] in WORDS and pair not in self._found)
        return tuple(Ask(kind, name, self._side if kind == "image" else 0) for kind, name in wanted)

    def put(self, ask: Ask, found: Found) -> None:
        """Take what was found."""
        self._found[ask.kind, ask.name] = found
        if found.image is not None:
            self._pictures[ask.name] = QPixmap.fromImage(found.image)

    def picture(self, choice: Choice) -> QPixmap | None:
        """Return a choice's picture once it is here."""
        return self._pictures.get(choice.media.get("image", ""))

    def waits(self, choice: Choice) -> bool:
        """Whether a choice has a picture that has still to be fetched."""
        return "image" in choice.media and self._known(choice, "image") is None

    def offers(self, choice: Choice) -> tuple[Offer, ...]:
        """Return what can be opened of a choice."""
        kinds = ("image",) if self.picture(choice) is not None else ()
        return offers_of(choice.media, choice.label or choice.value, (*kinds, *self.played(choice)))

    def played(self, choice: Choice) -> tuple[str, ...]:
        """Return the kinds of sound and film of a choice that are here."""
        known = ((kind, self._known(choice, kind)) for kind in PLAYED)
        return tuple(kind for kind, found in known if found is not None and found.path is not None)

    def _known(self, choice: Choice, kind: str) -> Found | None:
        return self._found.get((kind, choice.media.get(kind, "")))
