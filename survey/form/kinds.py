"""The words of a form: question types, node kinds, legal bases, sensitivity of personal data."""

from __future__ import annotations

from enum import StrEnum


class QuestionKind(StrEnum):
    """The question types of XLSForm; the value is what an author writes in the column ``type``."""

    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    RANGE = "range"
    SELECT_ONE = "select_one"
    SELECT_MULTIPLE = "select_multiple"
    RANK = "rank"
    DATE = "date"
    TIME = "time"
    DATETIME = "dateTime"
    NOTE = "note"
    CALCULATE = "calculate"
    ACKNOWLEDGE = "acknowledge"
    HIDDEN = "hidden"
    BARCODE = "barcode"
    IMAGE = "image"
    AUDIO = "audio"
    VIDEO = "video"
    FILE = "file"
    GEOPOINT = "geopoint"
    GEOTRACE = "geotrace"
    GEOSHAPE = "geoshape"
    START = "start"
    END = "end"
    TODAY = "today"
    DEVICEID = "deviceid"
    USERNAME = "username"
    PHONENUMBER = "phonenumber"
    EMAIL = "email"
    METADATA = "metadata"
    AUDIT = "audit"
    START_GEOPOINT = "start-geopoint"
    BACKGROUND_AUDIO = "background-audio"

    @property
    def is_choice(self) -> bool:
        """Whether the answer is taken from a list of choices."""
        return self in {QuestionKind.SELECT_ONE, QuestionKind.SELECT_MULTIPLE, QuestionKind.RANK}

    @property
    def is_list(self) -> bool:
        """Whether the typed value is a list of choice values."""
        return self in {QuestionKind.SELECT_MULTIPLE, QuestionKind.RANK}

    @property
    def is_attachment(self) -> bool:
        """Whether the answer names a file kept beside the entry."""
        return self in {QuestionKind.IMAGE, QuestionKind.AUDIO, QuestionKind.VIDEO, QuestionKind.FILE}

    @property
    def is_asked(self) -> bool:
        """Whether a person sees it: calculations, hidden values and metadata are filled by the engine."""
        return self not in _SILENT


_SILENT = frozenset(
    {
        QuestionKind.CALCULATE,
        QuestionKind.HIDDEN,
        QuestionKind.START,
        QuestionKind.END,
        QuestionKind.TODAY,
        QuestionKind.DEVICEID,
        QuestionKind.USERNAME,
        QuestionKind.PHONENUMBER,
        QuestionKind.EMAIL,
        QuestionKind.METADATA,
        QuestionKind.AUDIT,
        QuestionKind.START_GEOPOINT,
        QuestionKind.BACKGROUND_AUDIO,
    },
)


class NodeKind(StrEnum):
    """What stands at a place of a form besides questions."""

    GROUP = "group"
    REPEAT = "repeat"  # the repeat itself: where instances are added
    INSTANCE = "instance"  # one filling of a repeat


class LegalBasis(StrEnum):
    """Which law a form stands on (统计法 §11, 个体工商户条例 §10, 个人信息保护法 §13)."""

    STATISTICAL = "statistical"
    SERVICE = "service"
    CONSENT = "consent"


class Sensitivity(StrEnum):
    """Personal data classes of 个人信息保护法 §4 and §28; the value is what the column ``sensitivity`` holds."""

    NONE = ""
    PERSONAL = "P"
    SENSITIVE = "S"
