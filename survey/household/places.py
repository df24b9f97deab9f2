"""Where a household lies: names to codes and back, and which county its list of towns is taken from."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from survey.codelists import areas


def complete_household(fields: Mapping[str, object], *, county: str = "") -> dict[str, object]:
    """Return the fields with what follows from them: area codes from names, names from codes, has_license.

    Nothing typed is overwritten; a name that is not found stays without a code (see check_household). ``county`` is
    the six-digit county code the register belongs to; "" derives it with :func:`county_of`.
    """
    done = dict(fields)
    town, village = resolve(
        county or county_of(fields),
        *(str(done.get(key) or "") for key in ("town_code", "town_name", "village_code", "village_name")),
    )
    if town and not done.get("town_code"):
        done["town_code"] = town
    if village and not done.get("village_code"):
        done["village_code"] = village
    for code_key, name_key in (("town_code", "town_name"), ("village_code", "village_name")):
        if done.get(code_key) and not done.get(name_key):
            name = _name_of(str(done[code_key]))
            done |= {name_key: name} if name else {}
    if licensed(done.get("has_license"), done.get("uscc"), done.get("reg_no15")):
        done["has_license"] = "1"
    return done


def licensed(told: object, uscc: object, reg_no15: object) -> bool:
    """Whether a household must have a licence though nobody said so: it has the number of one."""
    return not told and bool(uscc or reg_no15)


def county_of(fields: Mapping[str, object]) -> str:
    """Derive the county's six digits from the area codes, else from the credit code; "" if neither names a county."""
    for key, start in (("village_code", 0), ("town_code", 0), ("uscc", 2), ("reg_no15", 0)):
        code = str(fields.get(key) or "")[start : start + 6]
        if len(code) == 6 and is_county(code):
            return code
    return ""


@lru_cache(maxsize=512)
def is_county(code: str) -> bool:
    """Whether six digits are a county of the area list."""
    return code.isdecimal() and areas().get(code) is not None


@lru_cache(maxsize=65536)
def resolve(county: str, town_code: str, town_name: str, village_code: str, village_name: str) -> tuple[str, str]:
    """Find the codes of town and village; "" where nothing fits. A code given is believed before a name."""
    known = areas()
    town = town_code or village_code[:9]
    if not town and county and town_name:
        found = known.find_town(county, town_name)
        town = found.code if found else ""
    village = village_code
    if not village and town and village_name:
        found = known.find_village(town, village_name)
        village = found.code if found else ""
    return town, village


@lru_cache(maxsize=65536)
def _name_of(code: str) -> str:
    row = areas().get(code)
    return row.name if row else ""
