"""A clerk who saves and synchronises without end, until somebody kills the process: `FOLDER ADDRESS TOKEN`.

Writes ``saved <id>`` once a record is durably saved, and ``synced`` after each finished synchronisation.
"""

from __future__ import annotations

import sys
from pathlib import Path

from sync.http import HttpApi
from tests.sync.desktop import Desktop


def tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main(folder: str, address: str, token: str) -> None:
    desktop = Desktop(Path(folder), "clerk")
    api = HttpApi(address, token=token)
    while True:
        for _ in range(4):
            shop = desktop.add_shop()
            tell(f"saved {shop}")
            tell(f"saved {desktop.add_entry(shop, turnover=1)}")
        if desktop.sync(api).finished:
            tell("synced")


if __name__ == "__main__":
    main(*sys.argv[1:])
