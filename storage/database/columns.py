"""The list columns of a household; asked for also where no database is open."""

from __future__ import annotations

HOUSEHOLD_CODES = ("uscc", "mobile", "reg_no15")
HOUSEHOLD_TEXTS = ("shop_name", "sign_name", "owner_name", "address")
HOUSEHOLD_KINDS = ("town_code", "town_name", "village_code", "village_name", "industry_code", "operating_status")
HOUSEHOLD_COLUMNS = (*HOUSEHOLD_CODES, *HOUSEHOLD_TEXTS, *HOUSEHOLD_KINDS)
"""Fields of the register that are lifted out of the content to list, filter and find: first the codes, then the
texts in which a part is looked for, then what many have in common."""
