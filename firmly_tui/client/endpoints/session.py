"""The device: its open carts over all merchants, and who the shopper is to a merchant."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from firmly_tui.client import answers
from firmly_tui.client.calls import ALL_CARTS, Call, Kind
from firmly_tui.client.endpoints.cart_calls import Version, change, change_cart, named, some, texts
from firmly_tui.client.errors import NotFirmly, NotFound, about_a_code
from firmly_tui.client.transport import Transport
from firmly_tui.client.urls import path
from firmly_tui.models import ActiveCarts, Cart, OtpDestination, PostalCode


class Session:
    """`client.session`."""

    def __init__(self, http: Transport) -> None:
        self._http = http

    async def begin(self) -> None:
        """Have a session that is good now, without asking for anything else.

        Raises `ApiError` where the server does not take the app id (firmly docs: Browser Session).
        """
        await self._http.begin_session()

    async def active_carts(self, excludes: Iterable[str] = ()) -> list[Cart]:
        """Every cart of the device that holds something, but for the merchants in `excludes`.

        A cart that cannot be read is left out and never hides the others (firmly docs: Get Active Carts).
        """
        left_out = ",".join(texts(excludes))
        query = {"excludes": left_out} if left_out else {}
        try:
            answer = await self._http.send(Call(method="GET", path="/api/v2/carts/active", query=query))
        except (NotFound, NotFirmly) as error:
            if error.status != 404:
                raise
            answer = await self._http.send(Call(method="GET", path="/api/v1/carts/active", query=query))
        return answers.decode(answer, ActiveCarts).carts

    async def active_domains(self) -> list[str]:
        """The merchants where the device has a cart; cheaper than the carts themselves, which are not looked at
        (firmly docs: Get Active Domains).
        """
        call = Call(method="GET", path="/api/v2/carts/active-domains")
        return (await self._http.fetch(call, ActiveCarts)).domains

    async def postal_code(self) -> str:
        """The postal code that shipping is estimated for at all merchants, `""` where none is set
        (firmly docs: Get Postal Code).
        """
        call = Call(method="GET", path="/api/v2/carts/postal-code")
        return (await self._http.fetch(call, PostalCode)).postal_code

    async def set_postal_code(self, code: str) -> str:
        """Set the postal code for all merchants, whose shipping is worked out anew, and return it as it is kept.

        Read the carts again after it (firmly docs: Set Postal Code).
        """
        call = Call(
            method="POST",
            path="/api/v2/carts/postal-code",
            body={"postal_code": code},
            kind=Kind.CHANGE,
            cart=ALL_CARTS,
        )
        return (await self._http.fetch(call, PostalCode)).postal_code

    async def transfer(
        self,
        domain: str,
        handle: str | Mapping[str, object],
        *,
        cookies: Iterable[str] = (),
        version: Version = 2,
    ) -> Cart:
        """Take over the cart that the shopper has at the merchant's own site.

        `handle` is what the script on that site gave, opaque: a text, in version 2 also an object; `""` where
        the cookies suffice. `cookies` are `Set-Cookie` lines. Raises `ApiError` where the merchant does not
        give the cart away (firmly docs: Transfer Session).
        """
        body = {
            "handle": handle if isinstance(handle, str) else dict(handle),
            **some(cookies=texts(cookies)),
        }
        where = path("api", f"v{version}", "domains", domain, "session", "transfer")
        return await change_cart(self._http, domain, "POST", where, body)

    async def create_otp(self, domain: str, email: str) -> OtpDestination:
        """Have the merchant send a one-time code to its customer, and return where it went, masked
        (firmly docs: Create OTP).
        """
        call = change(domain, "POST", _login(domain, "create-otp"), {"email": email})
        return await self._http.fetch(call, OtpDestination)

    async def validate_otp(self, domain: str, email: str, otp: str) -> Cart:
        """Sign in at the merchant with the code, and return the customer's cart. Raises `InvalidOtp`
        (firmly docs: Validate OTP).
        """
        body = {"email": email, "otp": otp}
        call = replace(change(domain, "POST", _login(domain, "validate-otp"), body), brings_a_code=True)
        with about_a_code():
            return named(await self._http.fetch(call, Cart), domain)

    async def forgot_password(self, domain: str, email: str) -> None:
        """Have the merchant send its customer a way to a new password (firmly docs: Forgot Password)."""
        await self._http.send(change(domain, "POST", _login(domain, "forgot-password"), {"email": email}))


def _login(domain: str, step: str) -> str:
    return path("api", "v1", "domains", domain, "session", step)
