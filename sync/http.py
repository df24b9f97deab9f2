"""SyncApi over HTTP: the only door to requests. Whatever goes wrong comes up as one HuceError in plain Chinese.

A reply counts only when it carries our mark, is complete and reads as the message it must be. Anything else (a
login page with status 200, half a body) leaves open whether the server acted; the caller sends the same again.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable
from typing import TypeVar

import requests
from requests.auth import AuthBase

from exchange import wire
from exchange.messages import Account, Batch, FormNotice, Page, PushReply, ServerInfo, Summary
from exchange.wire_problems import decode_problem
from survey.problems import HuceError, Problem
from sync.address import base_url
from sync.trouble import problem_of

T = TypeVar("T")
MARK = "x-huce-protocol"
CONNECT_SECONDS = 10.0
READ_SECONDS = 60.0
WORTH_PACKING = 1000  # bytes
MAX_REPLY = 64 * 2**20  # bytes, unpacked


class _Bearer(AuthBase):
    """Shows the token, if there is one. Without an auth of ours requests would send what a .netrc holds instead."""

    def __init__(self, token: str) -> None:
        self._token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        """Sign one request."""
        if self._token:
            request.headers["Authorization"] = f"Bearer {self._token}"
        return request


class HttpApi:
    """One server, one session. ``token`` is what an earlier sign-in gave."""

    def __init__(
        self,
        server: str,
        *,
        token: str = "",
        read_seconds: float = READ_SECONDS,
        certificates: str | None = None,
    ) -> None:
        """Prepare; nothing is sent yet. Raises HuceError N010 for an address that is none.

        ``certificates`` is a file of CA certificates to trust instead of the usual ones (an authority's own CA).
        """
        self.server = base_url(server)
        self.token = token
        self._seconds = read_seconds
        self._session = requests.Session()
        self._session.verify = certificates or True

    def close(self) -> None:
        """Close the connection."""
        self._session.close()

    def info(self) -> ServerInfo:
        """Ask who the server is."""
        return self._call("info", wire.encode_call(), wire.decode_info, token="")

    def sign_in(self, user: str, password: str, device: str) -> Account:
        """Show the password once; later calls use the token."""
        body = wire.encode_call(user=user, password=password, device=device)
        account = self._call("sign-in", body, wire.decode_account, token="")
        self.token = account.token
        return account

    def push(self, batch: Batch) -> PushReply:
        """Send a batch; equal batches are equal bytes."""
        return self._call("push", wire.encode(batch), wire.decode_reply)

    def pull(self, cursor: str, limit: int) -> Page:
        """Fetch changes."""
        return self._call("pull", wire.encode_call(cursor=cursor, limit=limit), wire.decode_page)

    def summary(self) -> Summary:
        """Fetch count and fingerprint."""
        return self._call("summary", wire.encode_call(), wire.decode_summary)

    def forms(self) -> tuple[FormNotice, ...]:
        """Fetch the list of questionnaires."""
        return self._call("forms", wire.encode_call(), wire.decode_forms)

    def form(self, form_id: str, version: str) -> bytes:
        """Fetch one questionnaire."""
        return self._call("form", wire.encode_call(id=form_id, version=version), bytes)

    def media(self, name: str) -> bytes:
        """Fetch one file of a questionnaire."""
        return self._call("media", wire.encode_call(name=name), bytes)

    def _call(self, name: str, body: bytes, read: Callable[[bytes], T], *, token: str | None = None) -> T:
        """Call one endpoint. ``token`` "" shows none: whoever answers is not known yet."""
        headers = {"Content-Type": "application/json"}
        if len(body) > WORTH_PACKING:
            headers["Content-Encoding"] = "gzip"
            body = gzip.compress(body, compresslevel=6, mtime=0)
        shown = _Bearer(self.token if token is None else token)
        return read(self._post(f"{self.server}/api/v1/{name}", body, headers, shown))

    def _post(self, url: str, body: bytes, headers: dict[str, str], shown: AuthBase) -> bytes:
        try:
            with self._session.post(
                url,
                data=body,
                headers=headers,
                auth=shown,
                timeout=(CONNECT_SECONDS, self._seconds),
                allow_redirects=False,
                stream=True,
            ) as response:
                return self._read(response)
        except (requests.RequestException, OSError) as error:
            raise HuceError(problem_of(error, self.server, self._seconds)) from error

    def _read(self, response: requests.Response) -> bytes:
        if MARK not in response.headers:
            raise HuceError(self._stranger(response.status_code))
        body = bytearray()
        for chunk in response.iter_content(2**16):
            body += chunk
            if len(body) > MAX_REPLY:
                raise HuceError(Problem("N020"))
        if response.status_code != requests.codes.ok:
            raise HuceError(decode_problem(bytes(body)))
        return bytes(body)

    def _stranger(self, status: int) -> Problem:
        """Name what answered in our server's place."""
        params = {"server": self.server, "status": str(status)}
        if status == requests.codes.proxy_authentication_required:
            return Problem("N013", params=params)
        if status in (requests.codes.bad_gateway, requests.codes.service_unavailable, requests.codes.gateway_timeout):
            return Problem("N012", params=params)
        return Problem("N005", params=params)
