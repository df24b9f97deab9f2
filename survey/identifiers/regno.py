"""The 15-digit 注册号 of old licences, GS 15-2006: 6 authority + 8 sequence + 1 check (ISO 7064 MOD 11,10)."""

from __future__ import annotations

from survey.problems import Problem


def check_reg_no15(code: str) -> tuple[Problem, ...]:
    """Check cleaned digits. I010 not 15 digits, I011 check digit."""
    if len(code) != 15 or not (code.isascii() and code.isdecimal()):
        return (Problem("I010", params={"value": code, "length": str(len(code))}),)
    return () if _check_digit(code[:14]) == int(code[14]) else (Problem("I011", params={"value": code}),)


def _check_digit(digits: str) -> int:
    product = 10
    for digit in digits:
        product = 2 * ((product + int(digit)) % 10 or 10) % 11
    return (11 - product) % 10
