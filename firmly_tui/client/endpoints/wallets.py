"""Wallets: the shopper's cards and addresses that a provider keeps, unlocked with a one-time code."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from firmly_tui.client.calls import Call, Kind
from firmly_tui.client.endpoints.cart_calls import some
from firmly_tui.client.errors import about_a_code
from firmly_tui.client.transport import Transport
from firmly_tui.client.urls import path
from firmly_tui.models import UnlockedWallet, WalletChallenge

if TYPE_CHECKING:
    from pydantic import SecretStr


class Wallets:
    """`client.wallets`. `wallet` is the provider's name in the API: `shoppay`, `visa`, `mastercard-unified`."""

    def __init__(self, http: Transport) -> None:
        self._http = http

    async def unlock_start(
        self, wallet: str, email: str, *, captcha_token: str | None = None
    ) -> WalletChallenge:
        """Have a one-time code sent to the owner of the wallet, and return where it went.

        Raises `NotFound` where nobody has such a wallet (firmly docs: Start Unlocking Wallet).
        """
        body = some(email=email, hcaptcha_token=captcha_token)
        return await self._http.fetch(_call(wallet, "unlock-start", body), WalletChallenge)

    async def unlock_complete(self, wallet: str, otp: str, access_token: "SecretStr") -> UnlockedWallet:
        """Hand in the code with the challenge's `access_token`, and return what the wallet holds.

        Its own `access_token` is the one to pay with. Raises `InvalidOtp`
        (firmly docs: Complete Unlocking Wallet).
        """
        body = {"otp": otp, "access_token": access_token.get_secret_value()}
        with about_a_code():
            return await self._http.fetch(_call(wallet, "unlock-complete", body), UnlockedWallet)


def _call(wallet: str, step: str, body: Mapping[str, object]) -> Call:
    where = path("api", "v1", "wallets", wallet, step)
    return Call(method="POST", path=where, body=body, kind=Kind.CHANGE, brings_a_code="otp" in body)
