"""Where this installation works, for titles and file names."""

from __future__ import annotations

from collections import Counter

from storage.store import Tx
from survey.codelists import areas


def county_name(tx: Tx) -> str:
    """Return the name of the county most households lie in, e.g. 宣汉县; "" in an empty register."""
    counties: Counter[str] = Counter()
    for code, _name, count in tx.households.towns():
        counties[code[:6]] += count if code else 0
    county = counties.most_common(1)[0][0] if counties else ""
    found = areas().get(county) if county else None
    return found.name if found else ""
