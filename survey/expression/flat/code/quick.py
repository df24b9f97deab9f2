"""Functions that flat code writes out instead of calling the library, because whole forms lean on them."""

from __future__ import annotations

from collections.abc import Callable

from survey.expression.codegen.shape import Code
from survey.expression.flat.code.generator import QUICK, FlatGenerator, Quick, set_of
from survey.expression.flat.code.signs import places_of
from survey.expression.flat.code.slices import slice_of
from survey.expression.flat.plan.schedule import NotFlatError
from survey.expression.functions.regexes import compiled
from survey.expression.nodes import Call, Expr, Text
from survey.expression.runtime.flat import DIGITS, days_of_text


def quick(name: str, arguments: int) -> Callable[[Quick], Quick]:
    """Enter a writer; it gives None where the general call must stand."""

    def enter(write: Quick) -> Quick:
        QUICK[name, arguments] = write
        return write

    return enter


@quick("selected", 2)
def _selected(generator: FlatGenerator, call: Call) -> Code | None:
    chosen, wanted = call.args
    value = wanted.value.strip() if isinstance(wanted, Text) else ""
    if isinstance(chosen, Text) and chosen.value.split():
        return _offered(generator, chosen.value, wanted)
    if not value or " " in value:
        return None
    code, kind = generator.emit(chosen)
    if kind == "L":
        present = "" if code in generator.filled else f"{code} is not None and "
        return f"({present}{value!r} in {code})", "b"
    return (f"({code} == {value!r})", "b") if kind == "C" else None


def _offered(generator: FlatGenerator, listed: str, wanted: Expr) -> Code | None:
    """Look a value up among listed ones; one with a blank inside may be several of them in a row."""
    words = listed.split()
    if " ".join(words) != listed or not is_one_word(wanted):
        return None
    return f"({generator.string(wanted)}.strip() in {set_of(words)})", "b"


def is_one_word(expr: Expr) -> bool:
    """Say whether a text is too short to hold two words, even with nothing but a blank between them."""
    part = slice_of(expr)
    return part is not None and 0 < part.signs < 3


@quick("count-selected", 1)
def _count_selected(generator: FlatGenerator, call: Call) -> Code | None:
    code, kind = generator.emit(call.args[0])
    if kind != "L" or not code.isidentifier():
        return None
    return (f"len({code})" if code in generator.filled else f"(len({code}) if {code} else 0)"), "n"


@quick("string-length", 1)
def _string_length(generator: FlatGenerator, call: Call) -> Code | None:
    inner = call.args[0]
    if isinstance(inner, Call) and inner.name == "substring-before" and len(inner.args) == 2:
        return _place_in(generator, *inner.args)
    return f"len({generator.string(inner)})", "n"


def _place_in(generator: FlatGenerator, text: Expr, part: Expr) -> Code:
    """Write how many signs stand before a part: the usual way to give a sign its number in a check digit."""
    if isinstance(text, Text) and is_one_sign(part):
        return f"{generator.constant(places_of(text.value).get)}({generator.string(part)}, 0)", "n"
    return f"max(({generator.string(text)}).find({generator.string(part)}), 0)", "n"


def is_one_sign(expr: Expr) -> bool:
    """Say whether a text is at most one sign long."""
    part = slice_of(expr)
    return part is not None and part.signs == 1


@quick("number", 1)
def _number(generator: FlatGenerator, call: Call) -> Code | None:
    if not is_one_sign(call.args[0]):
        return None
    return f"{generator.constant(DIGITS.get)}({generator.string(call.args[0])}, NAN)", "n"


@quick("int", 1)
def _int(generator: FlatGenerator, call: Call) -> Code | None:
    return (generator.number(call.args[0]), "n") if generator.is_whole(call.args[0]) else None


@quick("substr", 3)
@quick("substring", 3)
def _part(generator: FlatGenerator, call: Call) -> Code | None:
    part = slice_of(call)
    return None if part is None else (f"{generator.string(part.text)}[{part.start}:{part.end}]", "s")


@quick("starts-with", 2)
def _starts_with(generator: FlatGenerator, call: Call) -> Code | None:
    return f"{generator.string(call.args[0])}.startswith({generator.string(call.args[1])})", "b"


@quick("regex", 2)
def _regex(generator: FlatGenerator, call: Call) -> Code | None:
    if not isinstance(call.args[1], Text):
        return None
    matcher = generator.constant(compiled(call.args[1].value).fullmatch)
    return f"({matcher}({generator.string(call.args[0])}) is not None)", "b"


@quick("date", 1)
def _date(generator: FlatGenerator, call: Call) -> Code | None:
    arg = call.args[0]
    code, kind = generator.emit(arg)
    if isinstance(arg, Text):
        return (code, "K") if days_of_text(arg.value) is not None else None
    if kind in "as" and isinstance(arg, Call) and arg.name in ("if", "coalesce"):
        raise NotFlatError(generator.text)  # an answered instant loses its time, a written one does not
    return (f"F_day({generator.as_text(code, kind)}, c)", "a") if kind in "SACDL" else None


@quick("decimal-date-time", 1)
def _decimal_date_time(generator: FlatGenerator, call: Call) -> Code | None:
    code, kind = generator.emit(call.args[0])
    return (f"F_utc_days({code}, c)", "n") if kind == "D" else None


@quick("format-date", 2)
def _format_date(generator: FlatGenerator, call: Call) -> Code | None:
    code, kind = generator.emit(call.args[0])
    return (f"F_format_day({code}, {generator.string(call.args[1])}, c)", "s") if kind == "D" else None
