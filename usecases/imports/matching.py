"""Find the household a row speaks of: by its credit code, else by name, owner and village."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from exchange.messages import Fields
from storage.households import HouseholdKeys

Identity: TypeAlias = tuple[str, str, str]
"""What names a household that has no code: name, owner, village code; "" where blank."""


@dataclass(frozen=True, slots=True)
class Match:
    """``known`` is the one household found; ``several`` counts the candidates when there is more than one."""

    known: HouseholdKeys | None = None
    several: int = 0

    def __bool__(self) -> bool:
        return self.known is not None or self.several > 0


NO_MATCH = Match()


class RegisterIndex:
    """The register's households by what an import matches them by."""

    def __init__(self, keys: Iterable[HouseholdKeys]) -> None:
        self._by_code: dict[str, list[HouseholdKeys]] = {}
        self._by_name: dict[Identity, list[HouseholdKeys]] = {}
        for key in keys:
            if key.uscc:
                self._by_code.setdefault(key.uscc, []).append(key)
            self._by_name.setdefault((key.shop_name, key.owner_name, key.village_code), []).append(key)

    def __bool__(self) -> bool:
        return bool(self._by_name)

    def find(self, code: str, identity: Identity) -> Match:
        """Return the household of the same code; without one on either side, that of the same name, owner, village."""
        if not self._by_name:
            return NO_MATCH
        if code in self._by_code:
            return _match(self._by_code[code])
        named = self._by_name.get(identity)
        return _match([known for known in named if not code or not known.uscc]) if named else NO_MATCH


def _match(found: list[HouseholdKeys]) -> Match:
    return Match(found[0]) if len(found) == 1 else Match(several=len(found))


class HouseholdNames:
    """Finds the household a filled questionnaire belongs to: by its code, else by a name and owner only one has."""

    def __init__(self, keys: Iterable[HouseholdKeys]) -> None:
        self._by_code: dict[str, str] = {}
        self._by_name: dict[tuple[object, object], str] = {}
        for key in keys:
            if key.uscc:
                self._by_code[key.uscc] = "" if key.uscc in self._by_code else key.id
            name = (key.shop_name, key.owner_name)
            self._by_name[name] = "" if name in self._by_name else key.id

    def find(self, fields: Fields) -> str | None:
        """Return the household's id; None when there is none, or more than one."""
        code = fields.get("uscc")
        if code:
            return self._by_code.get(str(code)) or None
        return self._by_name.get((fields.get("shop_name"), fields.get("owner_name"))) or None
