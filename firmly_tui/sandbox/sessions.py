"""Devices and their tokens: RS256 JWTs that last an hour and can be renewed for a week after."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from firmly_tui.sandbox.errors import Problem, Refusal
from firmly_tui.sandbox.ids import Ids
from firmly_tui.sandbox.options import SANDBOX_API_SECRET
from firmly_tui.sandbox.payment.keys import KeyRing, from_base64url, json_object, to_base64url
from firmly_tui.sandbox.store import Store

_DEVICE: Final = re.compile(r"[A-Za-z0-9_-]{1,256}")
TOKEN_SECONDS: Final = 3600
RENEWAL_SECONDS: Final = 7 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Claims:
    """What a token says: whose it is, and until when (unix seconds)."""

    device_id: str
    expires: int


class Sessions:
    """Issues, renews and checks device tokens (firmly docs: Browser Session)."""

    def __init__(self, store: Store, keys: KeyRing, ids: Ids, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._keys = keys
        self._ids = ids
        self._clock = clock

    def issue(self, app_id: str, device_id: str | None = None) -> dict[str, object]:
        """Return a session for a known device, or for a new one when None or unknown here."""
        signing = self._keys.signing
        now = self._clock()
        with self._store.change() as transaction:
            known = device_id is not None and transaction.has_device(device_id)
            device = device_id if known and device_id else self._ids.new(transaction, "device")
            if not known:
                transaction.add_device(device, app_id, now.isoformat())
        issued = int(now.timestamp())
        expires = issued + TOKEN_SECONDS
        header: dict[str, object] = {"alg": "RS256", "typ": "JWT", "kid": signing.kid}
        claims: dict[str, object] = {"deviceid": device, "appid": app_id, "sub": "Sandbox", "iss": "identity"}
        signed = f"{_part(header)}.{_part({**claims, 'iat': issued, 'exp': expires})}"
        return {
            "device_created": not known,
            "access_token": f"{signed}.{to_base64url(signing.sign(signed.encode('ascii')))}",
            "expires_in": TOKEN_SECONDS,
            "expires": expires,
            "device_id": device,
            "browser_id": f"B{UUID(self._ids.fixed('browser', device)).int % 10**16:016d}",
        }

    def renew(self, app_id: str, token: str) -> dict[str, object]:
        """Return a new session for the device of an old token, up to a week after it expired.

        Raises Refusal for a token that is older, or that this sandbox did not issue.
        """
        try:
            claims = self._claims(token)
        except Refusal as refusal:
            raise Refusal(Problem.INVALID_JWT, refusal.description) from refusal
        if self._now() > claims.expires + RENEWAL_SECONDS:
            raise Refusal(Problem.TOKEN_EXPIRED, "The access token expired over a week ago.")
        return self.issue(app_id, claims.device_id)

    def searcher(self, token: str | None, device: str | None) -> str:
        """Return who searches: the device of a token, or one that a server names which knows the secret.

        Raises Refusal for anything else (firmly docs: Server-to-Server Authentication).
        """
        is_token = token is not None and token.count(".") == 2
        if is_token or (device is None and token != SANDBOX_API_SECRET):
            return self.device(token)
        if device is None or not _DEVICE.fullmatch(device):
            raise Refusal(
                Problem.BAD_REQUEST, "The x-firmly-device-id header has 1 to 256 letters, digits, - and _."
            )
        if token != SANDBOX_API_SECRET:
            raise Refusal(Problem.INVALID_API_TOKEN, "The API token in x-firmly-authorization is not valid.")
        return device

    def device(self, token: str | None) -> str:
        """Return the device of a request's token, raising Refusal unless it is valid now."""
        if not token:
            raise Refusal(Problem.MISSING_AUTH, "The x-firmly-authorization header is missing.")
        claims = self._claims(token)
        if self._now() >= claims.expires:
            raise Refusal(Problem.TOKEN_EXPIRED, "The access token has expired. Renew the session.")
        return claims.device_id

    def _now(self) -> int:
        return int(self._clock().timestamp())

    def _claims(self, token: str) -> Claims:
        signed, _, signature = token.rpartition(".")
        try:
            header, claims = (json_object(from_base64url(part)) for part in signed.split("."))
            raw = from_base64url(signature)
            device, expires = claims["deviceid"], claims["exp"]
        except (ValueError, KeyError) as error:
            raise Refusal(Problem.INVALID_TOKEN, "The access token is not a token of firmly.") from error
        genuine = header.get("alg") == "RS256" and self._keys.signing.has_signed(signed.encode(), raw)
        if not genuine or not isinstance(device, str) or not isinstance(expires, int):
            raise Refusal(Problem.INVALID_JWT, "The access token was not issued by this server.")
        with self._store.read() as transaction:
            if not transaction.has_device(device):
                raise Refusal(Problem.INVALID_JWT, "The device of the access token is not known.")
        return Claims(device, expires)


def _part(content: dict[str, object]) -> str:
    return to_base64url(json.dumps(content, separators=(",", ":")).encode())
