"""Problems on the wire: they carry their texts along, so that an older program can show a newer one's findings."""

from __future__ import annotations

import orjson

from exchange.fields import Reader, malformed, read_object
from survey.problems import Level, Place, Problem, messages

PLACE = ("path", "label", "file", "sheet", "cell")
MAX_WORDS, MAX_PLACE, MAX_SHORT = 5000, 1000, 200  # characters
MAX_PARAMS = 50


def problem_json(problem: Problem) -> dict[str, object]:
    """Return a problem as a JSON object, sentence and remedy included, cut to what ``read_problem`` takes.

    A problem may quote an answer of any length; a receipt that could not be read would be asked for for ever.
    """
    place = {name: _cut(getattr(problem.place, name), MAX_PLACE) for name in PLACE if getattr(problem.place, name)}
    params = list(problem.params.items())[:MAX_PARAMS]
    return {
        "code": problem.code,
        "level": problem.level,
        "place": place,
        "params": {name: _cut(value, MAX_WORDS) for name, value in params},
        "text": _cut(problem.text, MAX_WORDS),
        "rule": _cut(problem.rule, MAX_SHORT),
        "sentence": _cut(problem.sentence, MAX_WORDS),
        "remedy": _cut(problem.remedy, MAX_WORDS),
    }


def read_problem(r: Reader) -> Problem:
    """Read a problem. One whose code this program does not know becomes N042 with the sender's own words."""
    try:
        level = Level(r.text("level"))
    except ValueError as error:
        raise malformed(f"{r.where}.level") from error
    place = Reader.of(r.json.get("place", {}), r.where)
    where = Place(**{name: place.text(name, limit=MAX_PLACE, default="") for name in PLACE})
    code, rule = r.text("code", limit=40), r.text("rule", default="")
    if code in messages():
        return Problem(code, level, where, _params(r), r.text("text", limit=MAX_WORDS, default=""), rule)
    words = {name: r.text(name, limit=MAX_WORDS, default="") for name in ("code", "sentence", "remedy")}
    return Problem("N042", level, where, words, rule=rule)


def encode_problem(problem: Problem) -> bytes:
    """Return the body of an error reply."""
    return orjson.dumps(problem_json(problem))


def encode_problems(problems: tuple[Problem, ...]) -> bytes:
    """Return problems as a JSON list, for storing."""
    return orjson.dumps([problem_json(problem) for problem in problems])


def decode_problem(body: bytes) -> Problem:
    """Read the body of an error reply. Raises HuceError N040 when it is none."""
    return read_problem(read_object(body, "problem"))


def _params(r: Reader) -> dict[str, str]:
    params = Reader.of(r.json.get("params", {}), r.where)
    return {name: params.text(name, limit=MAX_WORDS) for name in list(params.json)[:MAX_PARAMS]}


def _cut(text: str, longest: int) -> str:
    whole = text.replace("\x00", "")
    return whole if len(whole) <= longest else whole[: longest - 1] + "…"
