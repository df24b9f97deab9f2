"""Replies: JSON, marked as ours, packed when that pays."""

from __future__ import annotations

import gzip

from starlette.requests import Request
from starlette.responses import Response

from exchange.wire_problems import encode_problem
from server.settings import PROTOCOL
from survey.problems import Problem

MARK = "x-huce-protocol"  # a login page of some network in between does not carry it
WORTH_PACKING = 1000  # bytes
STATUS = {
    "C001": 401, "C002": 429, "C003": 401, "C004": 403, "C010": 413, "C011": 404, "C012": 400, "C013": 503,
    "C014": 500, "C015": 404, "C016": 404, "C020": 409, "C021": 422, "C022": 409, "N040": 400,
}  # fmt: skip


def good(request: Request, body: bytes) -> Response:
    """Return a body with status 200."""
    return _reply(request, body, 200)


def trouble(request: Request, problem: Problem) -> Response:
    """Return a problem, its sentence and remedy included, under the status that fits its code."""
    return _reply(request, encode_problem(problem), STATUS.get(problem.code, 400))


def _reply(request: Request, body: bytes, status: int) -> Response:
    headers = {MARK: str(PROTOCOL), "cache-control": "no-store"}
    worth = len(body) > WORTH_PACKING and body.startswith(b"{")  # pictures, sounds and films are packed already
    if worth and "gzip" in request.headers.get("accept-encoding", ""):
        headers["content-encoding"] = "gzip"
        body = gzip.compress(body, compresslevel=5, mtime=0)
    return Response(body, status, headers, "application/json")
