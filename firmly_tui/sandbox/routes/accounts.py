"""Who the shopper is to a merchant: one-time codes, and carts taken over from the merchant's own site."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import (
    AliasChoices,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    JsonValue,
    WithJsonSchema,
)
from starlette.requests import Request
from starlette.responses import Response

from firmly_tui.sandbox.cart.transfer import read_handover
from firmly_tui.sandbox.errors import Dialect, Problem
from firmly_tui.sandbox.goods.terms import Account
from firmly_tui.sandbox.rendering.amounts import Json
from firmly_tui.sandbox.rendering.carts import Version, cart_json
from firmly_tui.sandbox.services import Services
from firmly_tui.sandbox.wire import BodyModel, Endpoint, Handler, answer, read_body

PATH: Final = "/api/v{version}/domains/{{domain}}/session"


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else [] if value is None else value


Email = Annotated[str, Field(min_length=1, max_length=200, json_schema_extra={"format": "email"})]
_CODE_OR_NUMBER: Final[dict[str, object]] = {
    "anyOf": [{"type": "string", "minLength": 1, "maxLength": 20}, {"type": "integer"}]
}
_HandleText = Annotated[str, Field(max_length=20_000)]
_TextOrTexts = str | list[str] | None
Cookies = Annotated[
    list[Annotated[str, Field(max_length=20_000)]],
    BeforeValidator(_listed, json_schema_input_type=_TextOrTexts),
    Field(max_length=100),
]


class Customer(BodyModel):
    """A customer of the merchant."""

    model_config = ConfigDict(str_strip_whitespace=True)

    email: Email


class Login(Customer):
    """A customer of the merchant, and the code that was sent."""

    model_config = ConfigDict(coerce_numbers_to_str=True)

    otp: Annotated[str, Field(min_length=1, max_length=20), WithJsonSchema(_CODE_OR_NUMBER)]


class SimpleTransfer(BodyModel):
    """What the merchant's own site gives away about a cart; set-cookie lines where it needs them."""

    handle: _HandleText | None = None
    cookies: Cookies = []


class RichHandle(BodyModel):
    """A handle with what the merchant's site says about it."""

    handle: _HandleText
    token: Annotated[str, Field(min_length=36, max_length=20_000)]
    merchant_data: JsonValue = Field(
        default=None, validation_alias=AliasChoices("merchantData", "merchant_data")
    )
    version: Literal["1.0"] = "1.0"


class FullTransfer(BodyModel):
    """What the merchant's own site gives away about a cart; the handle is a text, or has a token with it."""

    handle: _HandleText | RichHandle
    cookies: Cookies = []


def endpoints(services: Services) -> list[Endpoint]:
    """Return the endpoints of this group (firmly docs: Session)."""
    return [*_codes(services), _forgotten(services), _simple_transfer(services), _full_transfer(services)]


_UNKNOWN: Final = (Problem.INVALID_EMAIL, Problem.NOT_SUPPORTED)
_CLOSED: Final = (*_UNKNOWN, Problem.USER_NOT_FOUND, Problem.ALREADY_LOGGED_IN, Problem.LOGIN_FAILED)


def _codes(services: Services) -> list[Endpoint]:
    async def create_code(request: Request) -> Response:
        device, domain = services.device(request), request.path_params["domain"]
        email = (await read_body(request, Customer)).email
        return answer({"otp_destination": _destination(services.visits.send_code(device, domain, email))})

    async def validate_code(request: Request) -> Response:
        device, domain = services.device(request), request.path_params["domain"]
        body = await read_body(request, Login)
        return answer(cart_json(services.visits.log_in(device, domain, body.email, body.otp), 1))

    path = PATH.format(version=1)
    return [
        Endpoint(
            ("POST",),
            f"{path}/create-otp",
            Dialect.V1,
            create_code,
            summary="Send a one-time code to a customer of the merchant, good for ten minutes",
            answer="OtpDestination",
            body=Customer,
            problems=_CLOSED,
        ),
        Endpoint(
            ("POST",),
            f"{path}/validate-otp",
            Dialect.V1,
            validate_code,
            summary="Log a customer in with the code that was sent",
            answer="Cart1",
            body=Login,
            problems=(
                *_CLOSED,
                Problem.INVALID_OTP,
                Problem.UNAUTHORIZED,
                Problem.STORE_UNAVAILABLE,
            ),
        ),
    ]


def _forgotten(services: Services) -> Endpoint:
    async def forgot_password(request: Request) -> Response:
        services.device(request)
        email = (await read_body(request, Customer)).email
        services.visits.send_new_password(request.path_params["domain"], email)
        return Response()

    return Endpoint(
        ("POST",),
        f"{PATH.format(version=1)}/forgot-password",
        Dialect.V1,
        forgot_password,
        summary="Send a customer a way to a new password",
        body=Customer,
        problems=_UNKNOWN,
    )


def _simple_transfer(services: Services) -> Endpoint:
    async def transfer(request: Request) -> Response:
        device = services.device(request)
        body = await read_body(request, SimpleTransfer)
        return _taken_over(services, request, device, 1, body.handle or "", body.cookies)

    return _transfer_endpoint(1, Dialect.TRANSFER_V1, transfer, SimpleTransfer)


def _full_transfer(services: Services) -> Endpoint:
    async def transfer(request: Request) -> Response:
        device = services.device(request)
        body = await read_body(request, FullTransfer)
        handle = body.handle if isinstance(body.handle, str) else body.handle.handle
        return _taken_over(services, request, device, 2, handle, body.cookies)

    return _transfer_endpoint(2, Dialect.V2, transfer, FullTransfer)


def _transfer_endpoint(
    version: Version, dialect: Dialect, handler: Handler, body: type[BaseModel]
) -> Endpoint:
    return Endpoint(
        ("POST",),
        f"{PATH.format(version=version)}/transfer",
        dialect,
        handler,
        summary="Take over the cart that the shopper has at the merchant's own site",
        answer=f"Cart{version}",
        body=body,
        problems=(
            Problem.MISSING_HANDLE,
            Problem.MISSING_COOKIE,
            Problem.CANNOT_TRANSFER,
            Problem.NO_LINE_ITEM,
            Problem.NOT_ENOUGH_STOCK,
            Problem.TOO_MANY_OF_ONE,
            Problem.CART_FULL,
            Problem.STORE_UNAVAILABLE,
        ),
    )


def _taken_over(
    services: Services, request: Request, device: str, version: Version, handle: str, cookies: list[str]
) -> Response:
    handover = read_handover(handle.strip(), cookies)
    cart = services.visits.take_over(device, request.path_params["domain"], handover)
    return answer(cart_json(cart, version))


def _destination(account: Account) -> Json:
    """Say where a code went; of a phone number only the end."""
    return {"emails": [account.email], "phones": [f"***{account.phone[-4:]}"] if account.phone else []}
