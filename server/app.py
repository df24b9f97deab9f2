"""The web application: one POST endpoint per call of the protocol, under /api/v1/."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from server.api import Api, Server
from server.routes.bodies import read_body
from server.routes.endpoints import ENDPOINTS, Endpoint
from server.routes.replies import good, trouble
from survey.problems import HuceError, Problem

LOG = logging.getLogger("huce.server")
ROOT = "/api/v1/"


def application(server: Server) -> Starlette:
    """Return the application on an open server, which it closes at the end."""

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        yield
        server.close()

    routes = [
        Route(ROOT + name, _route(server, endpoint), methods=["POST"], name=name)
        for name, endpoint in ENDPOINTS.items()
    ]
    app = Starlette(routes=routes, exception_handlers={HTTPException: _unknown}, lifespan=lifespan)
    app.router.redirect_slashes = False
    return app


def _route(server: Server, endpoint: Endpoint) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        try:
            api = Api(server, _token(request))
            body = await read_body(request, server.settings, partial(run_in_threadpool, api.known))
            return good(request, await run_in_threadpool(endpoint, api, body))
        except HuceError as error:
            return trouble(request, error.problem)
        except ClientDisconnect:
            LOG.info("the client went away during %s", request.url.path)
            return Response(status_code=400)
        except Exception:
            LOG.exception("bug in %s", request.url.path)
            return trouble(request, Problem("C014"))

    return answer


async def _unknown(request: Request, _error: Exception) -> Response:
    return trouble(request, Problem("C011", params={"path": request.url.path[:80]}))


def _token(request: Request) -> str:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""
