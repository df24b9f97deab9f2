"""Check digits: a sum over the signs of one text, each with its number and weight.

Three ways to write it, the fastest that fits: weights that are powers of b modulo m make ``sum mod m`` the remainder of
the text read as a number in base b (so it is in GB 32100 and GB 11643); any other sum is one pass over prepared tables;
and what is no such sum is written sign by sign.
"""

from __future__ import annotations

from typing import NamedTuple

from survey.expression.flat.code.slices import slice_of
from survey.expression.nodes import Call, Chain, Expr, Number, Text
from survey.expression.runtime.flat import DIGITS, SignTable

FEWEST = 4
"""Terms below which neither way pays."""
ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz"
"""The digits Python reads numbers in other bases by."""


class _Term(NamedTuple):
    """One sign of the text, what each sign counts there, and its weight."""

    text: Expr
    place: int
    numbers: tuple[tuple[str, int], ...]
    weight: int
    is_number: bool

    @property
    def table(self) -> SignTable:
        counted = {sign: number * self.weight for sign, number in self.numbers}
        return SignTable(counted) if self.is_number else SignTable(counted, 0)


class Signs(NamedTuple):
    """The text, a table for each of its first signs, and whether a missing sign makes the sum NaN."""

    text: Expr
    tables: list[SignTable]
    is_number: bool


class Numeral(NamedTuple):
    """The first ``length`` signs of a text, read from last to first as digits of a base, and the terms left over."""

    text: Expr
    length: int
    digits: bytes
    base: int
    rest: tuple[Expr, ...]


def signs_of(chain: Chain) -> Signs | None:
    """Recognise the sum over signs 1, 2, 3 … of one text; None for any other sum."""
    operands = _summands(chain)
    terms = _terms(operands)
    if len(terms) < max(len(operands), FEWEST):
        return None
    return Signs(terms[0].text, [term.table for term in terms], any(term.is_number for term in terms))


def numeral_of(chain: Chain) -> Numeral | None:
    """Recognise ``(sum) mod m`` with weights 1, b, b², … modulo m, at least at its beginning."""
    match chain:
        case Chain(first=Chain() as added, rest=(("mod", Number(value=modulus)),)) if modulus.is_integer() and modulus:
            operands = _summands(added)
        case _:
            return None
    terms = [term for term in _terms(operands) if not term.is_number]
    if len(terms) < FEWEST or any(term.numbers != terms[0].numbers for term in terms):
        return None
    if not all(sign.isascii() and sign != "?" for sign, _ in terms[0].numbers):  # "?" stands for signs beyond ASCII
        return None
    largest = max(number for _, number in terms[0].numbers)
    for base in range(largest + 1, len(ALPHABET) + 1):
        count = _powers([term.weight for term in terms], base, int(modulus))
        if count >= FEWEST:
            return Numeral(terms[0].text, count, _digits(terms[0].numbers), base, tuple(operands[count:]))
    return None


def _summands(chain: Chain) -> list[Expr]:
    is_sum = all(operator == "+" for operator, _ in chain.rest)
    return [chain.first, *(operand for _, operand in chain.rest)] if is_sum else []


def _terms(operands: list[Expr]) -> list[_Term]:
    """Give the terms as far as they are the signs 1, 2, 3 … of one text."""
    found: list[_Term] = []
    for place, operand in enumerate(operands):
        term = _term(operand)
        if term is None or term.place != place or (found and term.text != found[0].text):
            break
        found.append(term)
    return found


def _term(expr: Expr) -> _Term | None:
    match expr:
        case Call():
            return _weighted(expr, 1)
        case Chain(first=Call() as call, rest=(("*", Number(value=weight)),)) if weight.is_integer():
            return _weighted(call, int(weight))
    return None


def _weighted(call: Call, weight: int) -> _Term | None:
    match call:
        case Call(name="number", args=(part,)):
            numbers, is_number = DIGITS, True
        case Call(name="string-length", args=(Call(name="substring-before", args=(Text(value=signs), part)),)) if signs:
            numbers, is_number = places_of(signs), False
        case _:
            return None
    sign = slice_of(part)
    if sign is None or sign.signs != 1:
        return None
    return _Term(sign.text, sign.start, tuple(numbers.items()), weight, is_number)


def places_of(signs: str) -> dict[str, int]:
    """Number the signs of a text from 0; the first of equal ones counts."""
    return {sign: place for place, sign in reversed(list(enumerate(signs)))}


def _powers(weights: list[int], base: int, modulus: int) -> int:
    """Count the weights that are 1, b, b² … modulo m."""
    count, power = 0, 1 % modulus
    for weight in weights:
        if weight % modulus != power:
            break
        count, power = count + 1, power * base % modulus
    return count


def _digits(numbers: tuple[tuple[str, int], ...]) -> bytes:
    """Give the table that turns each sign into its digit; what is not listed counts 0."""
    table = bytearray(b"0" * 256)
    for sign, number in numbers:
        table[ord(sign)] = ord(ALPHABET[number])
    return bytes(table)
