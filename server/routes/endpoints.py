"""The endpoints: each parses its body, calls the server's SyncApi and writes the reply. Nothing else."""

from __future__ import annotations

from collections.abc import Callable

from exchange.fields import read_object
from exchange.wire import decode_batch, encode
from server.api import Api

Endpoint = Callable[[Api, bytes], bytes]


def info(api: Api, _body: bytes) -> bytes:
    """Say who the server is."""
    return encode(api.info())


def sign_in(api: Api, body: bytes) -> bytes:
    """Check user, password and device."""
    asked = read_object(body, "sign-in")
    password = asked.text("password", limit=1000)
    return encode(api.sign_in(asked.text("user"), password, asked.text("device")))


def push(api: Api, body: bytes) -> bytes:
    """Take a batch in."""
    return encode(api.push(decode_batch(body)))


def pull(api: Api, body: bytes) -> bytes:
    """Give a page of changes out."""
    asked = read_object(body, "pull")
    return encode(api.pull(asked.text("cursor", default=""), asked.whole("limit")))


def summary(api: Api, _body: bytes) -> bytes:
    """Give count and fingerprint."""
    return encode(api.summary())


def forms(api: Api, _body: bytes) -> bytes:
    """List questionnaires."""
    return encode(api.forms())


def form(api: Api, body: bytes) -> bytes:
    """Give one questionnaire."""
    asked = read_object(body, "form")
    return api.form(asked.text("id"), asked.text("version"))


def media(api: Api, body: bytes) -> bytes:
    """Give one file of a questionnaire."""
    return api.media(read_object(body, "media").text("name", limit=50))


ENDPOINTS: dict[str, Endpoint] = {
    "info": info,
    "sign-in": sign_in,
    "push": push,
    "pull": pull,
    "summary": summary,
    "forms": forms,
    "form": form,
    "media": media,
}
