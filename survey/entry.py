"""What belongs to one entry besides its answers: explanations (核实说明), skipped rules, the finished result."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from survey.form import Answers, Json
from survey.problems import Problem

MIN_EXPLANATION = 6  # characters; 五经普清查 asks for a real sentence, not "属实"


class ReasonCode(StrEnum):
    """Why an unusual value is right; the person adds a sentence."""

    CONFIRMED = "01"
    SEASON = "02"
    EVENT = "03"
    CHANGE = "04"
    CORRECTION = "05"
    OTHER = "99"

    @property
    def label(self) -> str:
        """What a person reads."""
        return _REASONS[self]


_REASONS: Mapping[ReasonCode, str] = MappingProxyType(
    {
        ReasonCode.CONFIRMED: "已当面核实，情况属实",
        ReasonCode.SEASON: "季节性或节假日因素",
        ReasonCode.EVENT: "突发事件影响",
        ReasonCode.CHANGE: "经营内容或规模变化",
        ReasonCode.CORRECTION: "上期数据有误",
        ReasonCode.OTHER: "其他原因",
    },
)


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a 核实性 finding is right. It counts only while every value it excused is unchanged.

    ``values`` are the canonical texts of the rule's variables when it was given; ``path`` is the repeat instance
    the rule was evaluated in ("" for the whole entry).
    """

    rule: str
    reason: str
    text: str
    values: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    path: str = ""

    def to_json(self) -> Json:
        """Give the object kept in an entry's ``explanations``."""
        return {
            "rule": self.rule,
            "reason": self.reason,
            "text": self.text,
            "values": dict(self.values),
            "path": self.path,
        }

    @classmethod
    def from_json(cls, json: Json) -> Explanation:
        """Read what ``to_json`` gave. Raises ValueError for anything else."""
        if not isinstance(json, dict) or not isinstance(values := json.get("values", {}), dict):
            raise ValueError(json)  # noqa: TRY004 - one error for every misfit
        texts = {name: str(json.get(name, "")) for name in ("rule", "reason", "text", "path")}
        excused = MappingProxyType({key: str(value) for key, value in values.items()})
        return cls(texts["rule"], texts["reason"], texts["text"], excused, texts["path"])


@dataclass(frozen=True, slots=True)
class Skipped:
    """A rule that could not be judged, e.g. 无上期: it is recorded, never counted as passed."""

    rule: str
    reason: str  # 无上期 | 无上年同期 | 无名录信息 | 上期未填 … | 有空值 | 无法计算
    path: str = ""


@dataclass(frozen=True, slots=True)
class Closed:
    """An entry with everything irrelevant cleared, what is wrong with it, and whether it may be 上报.

    ``may_submit`` is false while a 强制性 problem stands or a 核实性 one is unexplained; 暂存 is always possible.
    ``explanations`` are those that still hold.
    """

    answers: Answers
    problems: tuple[Problem, ...]
    explanations: tuple[Explanation, ...]
    may_submit: bool


@dataclass(frozen=True, slots=True)
class Finished(Closed):
    """The end of a session: the closed entry, and the rules that could not be judged."""

    skipped: tuple[Skipped, ...] = ()
