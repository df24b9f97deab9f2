"""The network library's exceptions, told apart by what a person can do about them."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import requests

from survey.problems import Problem

# Whether the server acted is unknown, or it asked to wait: the same request may be sent again at once.
AGAIN = frozenset({"N008", "N009", "N012", "N020", "N040", "C012", "C013", "C014"})


def problem_of(error: BaseException, server: str, seconds: float) -> Problem:
    """Name the trouble behind an exception of requests."""
    params = {"server": server, "seconds": f"{seconds:g}"}
    return Problem(_code(error), params=params)


def _code(error: BaseException) -> str:
    if isinstance(error, requests.exceptions.SSLError):
        return "N003"
    if isinstance(error, requests.exceptions.ProxyError):
        return "N013"
    if isinstance(error, (requests.exceptions.InvalidURL, requests.exceptions.InvalidSchema)):
        return "N010"
    if isinstance(error, requests.exceptions.ConnectTimeout):
        return "N001"
    if isinstance(error, requests.exceptions.Timeout) or any(isinstance(e, TimeoutError) for e in _causes(error)):
        return "N008"
    return _connection_code(error)


def _connection_code(error: BaseException) -> str:
    causes = tuple(_causes(error))
    if any(isinstance(cause, socket.gaierror) for cause in causes):
        return "N002"
    if any(isinstance(cause, (ConnectionResetError, ConnectionAbortedError, BrokenPipeError)) for cause in causes):
        return "N009"
    refused = any(isinstance(cause, OSError) and _while_connecting(cause) for cause in causes)
    return "N001" if refused else "N009"


def _while_connecting(cause: OSError) -> bool:
    """Tell whether no connection came about: refused, no route, network down (their errno differs by system)."""
    return isinstance(cause, ConnectionRefusedError) or (type(cause) is OSError and cause.errno is not None)


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Walk through everything an exception wraps: causes, contexts, and the reasons urllib3 keeps in attributes."""
    todo, seen = [error], set[int]()
    while todo:
        cause = todo.pop()
        if id(cause) in seen:
            continue
        seen.add(id(cause))
        yield cause
        inner = (cause.__cause__, cause.__context__, getattr(cause, "reason", None), *cause.args)
        todo += [item for item in inner if isinstance(item, BaseException)]
