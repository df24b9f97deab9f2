"""Problems on the wire: they carry their texts along, so that an older program can show a newer one's findings."""

from __future__ import annotations

import orjson

from exchange.fields import Reader, malformed, read_object
from survey.problems import Level, Place, Problem, messages

PLACE = ("path", "label", "file", "sheet", "cell")


def problem_json(problem: Problem) -> dict[str, object]:
    """Return a problem as a JSON object, sentence and remedy included."""
    return {
        "code": problem.code,
        "level": problem.level,
        "place": {name: getattr(problem.place, name) for name in PLACE if getattr(problem.place, name)},
        "params": dict(problem.params),
        "text": problem.text,
        "rule": problem.rule,
        "sentence": problem.sentence,
        "remedy": problem.remedy,
    }


def read_problem(r: Reader) -> Problem:
    """Read a problem. One whose code this program does not know becomes N042 with the sender's own words."""
    try:
        level = Level(r.text("level"))
    except ValueError as error:
        raise malformed(f"{r.where}.level") from error
    place = Reader.of(r.json.get("place", {}), r.where)
    where = Place(**{name: place.text(name, limit=1000, default="") for name in PLACE})
    code, rule = r.text("code", limit=40), r.text("rule", default="")
    if code in messages():
        return Problem(code, level, where, _params(r), r.text("text", limit=5000, default=""), rule)
    words = {name: r.text(name, limit=5000, default="") for name in ("code", "sentence", "remedy")}
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
    return {name: params.text(name, limit=5000) for name in list(params.json)[:50]}
