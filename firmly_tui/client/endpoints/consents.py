"""What a shopper agrees to before a merchant takes the order."""

from collections.abc import Iterable

from firmly_tui.client import answers
from firmly_tui.client.calls import Answer, Call
from firmly_tui.client.endpoints.cart_calls import Version, cart_path, change, texts
from firmly_tui.client.transport import Transport
from firmly_tui.models import Consent


class Consents:
    """`client.consents`. Those that are `required` must be signed before the order can be placed.

    Raises `NotFound` where there is no cart or no such merchant, and `ApiError` for a consent that is not
    asked for, or that cannot be revoked.
    """

    def __init__(self, http: Transport) -> None:
        self._http = http

    async def get(self, domain: str, *, version: Version = 2) -> list[Consent]:
        """What the merchant asks for, and what is signed (firmly docs: Get Consents)."""
        where = cart_path(version, domain) + "/consents"
        return _read(await self._http.send(Call(method="GET", path=where)))

    async def sign(self, domain: str, ids: Iterable[str], *, version: Version = 2) -> list[Consent]:
        """Agree to these, and return all as they are now. The server notes when, and from where
        (firmly docs: Set Consents).
        """
        return await self._post(domain, [{"id": consent} for consent in texts(ids)], version)

    async def revoke(self, domain: str, ids: Iterable[str], *, version: Version = 2) -> list[Consent]:
        """Take back these, which must be `revokable`, and return all as they are now
        (firmly docs: Set Consents).
        """
        return await self._post(domain, [{"id": consent, "revoke": True} for consent in texts(ids)], version)

    async def _post(self, domain: str, consents: list[dict[str, object]], version: Version) -> list[Consent]:
        where = cart_path(version, domain) + "/consents"
        return _read(await self._http.send(change(domain, "POST", where, {"consents": consents})))


def _read(answer: Answer) -> list[Consent]:
    return answers.readable(answers.json_list(answer), Consent)
