"""The central server on a given port, for a test that kills it: `DATABASE-URL PORT`.

Writes ``ready`` once it listens.
"""

from __future__ import annotations

import sys

import uvicorn

from server.api import Server
from server.app import application
from server.serve import listen
from server.settings import Settings
from tests.fixtures.servers import CHEAP


def main(url: str, port: str) -> None:
    server = Server(Settings(url, max_batch=3, password_cost=CHEAP))
    listener = listen("127.0.0.1", int(port))
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    config = uvicorn.Config(application(server), log_level="error", access_log=False)
    uvicorn.Server(config).run(sockets=[listener])


if __name__ == "__main__":
    main(*sys.argv[1:])
