"""Changes and batches for tests, as a device would make them."""

from __future__ import annotations

from dataclasses import dataclass, field

from exchange.canonical import content_hash, known
from exchange.ids import new_id
from exchange.merge import applied
from exchange.messages import Batch, Change, Fields, Json, Kind

MADE_AT = "2026-10-15T09:30:00+08:00"
SHOP: dict[str, Json] = {"shop_name": "宣汉县君塘镇老王面馆", "owner_name": "王大明", "mobile": "13882812345"}


def change(base_fields: Fields, changes: Fields, **over: str | int) -> Change:
    """A household's change on a known base, with the right fingerprint."""
    kind = over.pop("kind", Kind.HOUSEHOLD.value)
    values: dict[str, str | int] = {"id": new_id(), "revision": new_id(), "base": 0, "device": "pc1", **over}
    return Change(
        kind=Kind(str(kind)),
        id=str(values["id"]),
        revision=str(values["revision"]),
        base=int(values["base"]),
        fields=dict(changes),
        hash=content_hash(applied(base_fields, changes)),
        author="王大明",
        device=str(values["device"]),
        source="screen",
        reason="",
        made_at=MADE_AT,
        base_hash=content_hash(known(base_fields)) if values["base"] else "",
    )


def entry(household: str, **answers: Json) -> dict[str, Json]:
    """The content of an entry."""
    fields: dict[str, Json] = {
        "form_id": "none",
        "form_version": "1",
        "round": "2026Q3",
        "household_id": household,
        "status": "complete",
    }
    return known({**fields, **{f"answers.{key}": value for key, value in answers.items()}})


@dataclass(slots=True)
class Device:
    """Numbers its batches into a chain, as the outbox does."""

    id: str = "pc1"
    previous: str = field(default="")

    def batch(self, *changes: Change) -> Batch:
        """The next batch; call ``sent`` once the server has answered it."""
        return Batch(new_id(), self.id, changes, self.previous)

    def sent(self, batch: Batch) -> Batch:
        """Note that a batch was answered."""
        self.previous = batch.id
        return batch
