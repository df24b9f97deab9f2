"""统一社会信用代码, GB 32100-2015: 18 characters, the last a check over the other 17 (mod 31, no I O S V Z)."""

from __future__ import annotations

import itertools
from operator import mul

from survey.problems import Level, Problem
from survey.values import width_folded

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
LENGTH = 18
# The weights are the powers of 3 modulo 31, so the first 17 characters are a number read backwards in base 34 = 31 + 3.
_BASE = 34
_PLACES = "0123456789abcdefghijklmnopqrstuvwx"
_DIGITS = bytes(ord(_PLACES[ALPHABET.index(chr(code))]) if chr(code) in ALPHABET else ord("!") for code in range(256))
_INNER_VALUE = {char: value for value, char in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")}
_INNER_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)  # GB 11714
_MISREAD = {"I": "1", "O": "0", "S": "5", "V": "UY", "Z": "2"}
_BETWEEN = str.maketrans("", "", " -\u00a0\u3000\t.")


def cleaned_code(text: str) -> str:
    """Fold width and case and drop spaces and dashes; nothing is guessed."""
    if text.isascii() and text.isalnum():
        return text.upper()
    return width_folded(text).translate(_BETWEEN).upper()


def uscc_holds(code: str) -> bool:
    """Whether 18 cleaned characters are all legal and the check character fits."""
    if len(code) != LENGTH or not code.isascii() or not code[2:8].isdecimal():
        return False
    try:
        total = int(code.encode().translate(_DIGITS)[16::-1], _BASE)
    except ValueError:
        return False
    return code[17] == ALPHABET[-total % 31]


def check_uscc(code: str, *, county: str = "") -> tuple[Problem, ...]:
    """Check a cleaned code. ``county`` is the six-digit code of the household's county, "" when unknown.

    I001 length, I002 illegal letter, I003 check character, I004 area digits; 核实性: I005 not a 个体 code (a code is
    kept when a household turns into an enterprise), I006 registered in another county.
    """
    if not uscc_holds(code):
        return (_fault(code),)
    problems: list[Problem] = []
    if code[:2] != "92":
        problems.append(Problem("I005", Level.QUERY, params={"value": code, "prefix": code[:2]}))
    if county and code[2:8] != county:
        problems.append(Problem("I006", Level.QUERY, params={"value": code, "region": code[2:8], "county": county}))
    return tuple(problems)


def _fault(code: str) -> Problem:
    suggestion = suggest_uscc(code)
    params = {"value": code, "suggestion": f"可能是 {suggestion}，请核对。" if suggestion else ""}
    if len(code) != LENGTH:
        return Problem("I001", params=params | {"length": str(len(code))})
    illegal = "、".join(dict.fromkeys(char for char in code if char not in ALPHABET))
    if illegal:
        return Problem("I002", params=params | {"illegal": illegal})
    return Problem("I003" if code[2:8].isdecimal() else "I004", params=params)


def suggest_uscc(text: str) -> str | None:
    """Propose the code meant where I O S V Z were typed for 1 0 5 U/Y 2; only if exactly one candidate checks.

    It is a proposal to show, never to be applied without the person's yes.
    """
    code = cleaned_code(text)
    if len(code) != LENGTH or sum(char in _MISREAD for char in code) not in range(1, 9):
        return None
    candidates = map("".join, itertools.product(*(_MISREAD.get(char, char) for char in code)))
    holding = list(itertools.islice(filter(uscc_holds, candidates), 2))
    return holding[0] if len(holding) == 1 else None


def region_of(code: str) -> str:
    """Give the six digits of the registering authority's area."""
    return code[2:8]


def inner_check_holds(code: str) -> bool:
    """Whether the organisation code inside (characters 9-17, GB 11714) checks; old 个体 codes need not obey it."""
    body, check = code[8:16], code[16]
    rest = 11 - sum(map(mul, (_INNER_VALUE.get(char, 0) for char in body), _INNER_WEIGHTS)) % 11
    return check == {10: "X", 11: "0"}.get(rest, str(rest))
