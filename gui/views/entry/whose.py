"""Which household and which questionnaire an open entry belongs to, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from usecases.register import HouseholdRow


@dataclass(frozen=True, slots=True)
class Whose:
    """What the head of the questionnaire shows; ``form_id`` and ``round_code`` say what is filled."""

    household_id: str
    form_id: str
    round_code: str
    name: str
    owner: str = ""
    mobile: str = ""
    uscc: str = ""
    address: str = ""
    form_title: str = ""
    period: str = ""


def whose_entry(household: HouseholdRow, *, form: tuple[str, str], period: tuple[str, str]) -> Whose:
    """Put together what the head shows; ``form`` and ``period`` are code and name."""
    return Whose(
        household_id=household.id,
        form_id=form[0],
        round_code=period[0],
        name=household.shop_name or f"（无名称）{household.owner_name}",
        owner=household.owner_name,
        mobile=household.mobile,
        uscc=household.uscc,
        address=household.address,
        form_title=form[1],
        period=period[1],
    )
