"""The error identifiers of firmly: how `GET /sandbox/inputs` says that each is provoked, and that it is."""

import re
from collections.abc import Iterator

import httpx
import pytest

from firmly_tui.sandbox import Sandbox, SandboxOptions
from firmly_tui.sandbox.identifiers import RECIPES, known_identifiers
from firmly_tui.sandbox.magic import MAGIC
from tests.sandbox.faults import SCENARIO
from tests.sandbox.provocations import PROVOCATIONS
from tests.sandbox.shopper import SHOP, Shopper

DOCUMENTED = """
    BadRequest ErrorInvalidAppId ErrorInvalidEmail ErrorMissingAppId ErrorStartExpressCheckout
    ErrorSubmitExpressCheckout ExceedMaxQtyCart InvalidAPIToken InvalidPhoneNumber InvalidShippingInfo
    InvalidShippingMethod InvalidState InvalidToken InvalidUrl MissingAuthHeader MissingRequiredCookie
    MissingRequiredHandle ShippingNotNeeded
    InvalidDeviceIssuedJWT InvalidJWTToken InvalidOtp SessionTokenExpired Unauthorized
    Forbidden
    AllProductsNotFound AllProductsNotImplemented CartNotFound CreditCardNotFound DomainNotFound DynamoNotFound
    GatewayNotFound InvalidOTPType ItemNotFound PartnerNotFound ProductListNotFound ProductListNotImplemented
    ProductNotFound ProductNotImplemented ProductUrlNotImplemented RouteNotFound ShopNotFound UnregisteredDevice
    UserNotFound WalletNotFound WalletProviderNotFound
    CannotCreateCart CannotTransferSession CartAlreadyLoggedIn ClearPromoCodeNotAllowed InvalidKey
    InvalidPromoCode LoginFailed MultipleDiscountCodesNotSupported NotEnoughStockError PaymentMethodNotAvailable
    PleaseTryAgainLater PromoNotAvailable UserMustLogin
    CheckoutError CountryNotSupported MissingEmail MissingEmailAddressOnCheckout MissingShippingInfo
    MissingShippingMethod MissingTaxSync NoLineItemError OperationNotSupported PreconditionError
    CreditCardDeclined CreditCardInsufficientFunds CreditCardInvalidExpiry CreditCardInvalidExpiryDate
    CreditCardInvalidExpiryMonth CreditCardInvalidExpiryYear CreditCardInvalidNumber
    CreditCardInvalidSecurityCode InvalidInputBody UnprocessableEntity
    TooManyRetries
    ErrorNotExpectedForRoute ErrorNotMapped Unexpected NotImplemented ErrorServiceUnavailable StoreUnavailable
"""
"""The global table of the older documents."""
NEWER = """
    ErrorUnauthorized ErrorSessionExpired ErrorCartNotFound ErrorProductNotFound ErrorNotEnoughStock
    ErrorInvalidPromoCode ErrorCountryNotSupported ErrorShipmentNotFound ErrorAddonNotFound
    ErrorInvalidInputBody ErrorStoreUnavailable
"""
"""The quick table of the newer documents."""
PAGES = """
    InvalidAppId MissingAppId ValidationError ErrorCannotTransferSession ErrorNoLineItem InvalidRequest
    TokenExpired RateLimitExceeded ServiceUnavailable ConsentNotFound ConsentNotRevokable ErrorBadRequest
    ErrorProductNotSupported ErrorCannotCreateCart ErrorLineItemNotFound ErrorInvalidQuantity
    ErrorPromoNotAvailable ErrorClearPromoCodeNotAllowed ErrorUnprocessableEntity ErrorInvalidFulfillmentType
    ErrorLocationNotFound ErrorInvalidShippingMethod ErrorInvalidDate ErrorAvailabilityUnavailable
    ErrorShippingNotNeeded ErrorInvalidState ErrorInvalidShippingInfo ErrorConsentNotFound
    ErrorConsentNotRevokable ErrorPaymentDeclined InvalidAddress InsufficientStock PaymentFailed InvalidVariant
    InvalidCard
"""
"""What single pages add."""
ALL = [*DOCUMENTED.split(), *NEWER.split(), *PAGES.split()]
BY_SCENARIO = [str(known["identifier"]) for known in known_identifiers() if not known["route"]]
ROUTES = {
    "simple": ("GET", f"/api/v1/domains/{SHOP}/cart", set()),
    "full": ("GET", f"/api/v2/domains/{SHOP}/cart", set()),
    "discovery": ("GET", "/api/v1/discovery/options", {"message"}),
}
"""A route of each body shape, with what it has beside code, error and description."""


@pytest.fixture(scope="module")
def guided() -> Iterator[Shopper]:
    """A shopper at a sandbox whose place-order refuses in the words of the guide."""
    options = SandboxOptions(step_seconds=0, readings=("guide-errors",))
    with Sandbox(options) as running, Shopper(running) as someone:
        yield someone


@pytest.fixture(scope="module")
def unlucky() -> Iterator[Shopper]:
    """A shopper at a sandbox that has scenarios at work."""
    with Sandbox(SandboxOptions()) as running, Shopper(running) as someone:
        yield someone


def served(shopper: Shopper) -> dict[str, dict[str, object]]:
    known = shopper.http.get("/sandbox/inputs").json()["identifiers"]
    return {one["identifier"]: one for one in known}


def is_at(answer: httpx.Response, route: str) -> bool:
    """Tell whether an answer came from a route such as `GET /api/v1/domains/{domain}`."""
    method, path = route.split(" ")
    pattern = re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(path))
    request = answer.request
    return request.method == method and re.fullmatch(pattern, request.url.path) is not None


def test_no_documented_identifier_is_missing(shopper: Shopper) -> None:
    known = served(shopper)
    assert set(ALL) <= set(known)
    assert len(known) == len(shopper.http.get("/sandbox/inputs").json()["identifiers"])


def test_no_identifier_that_the_routes_declare_is_missing(shopper: Shopper) -> None:
    paths = shopper.http.get("/sandbox/openapi.json").json()["paths"]
    declared = {
        name
        for operations in paths.values()
        for operation in operations.values()
        for status, answer in operation.get("responses", {}).items()
        if status >= "400"
        for name in re.findall(r"\b[A-Z]\w+[a-z][A-Z]\w+\b", answer.get("description", ""))
    }
    assert len(declared) > 50
    assert declared <= set(served(shopper))


def test_every_input_has_its_way_to_be_sent_and_none_is_without() -> None:
    assert {recipe.identifier for recipe in RECIPES} == set(PROVOCATIONS)
    assert len(RECIPES) == len(PROVOCATIONS)


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: recipe.identifier)
def test_the_input_provokes_it(
    shopper: Shopper, request: pytest.FixtureRequest, recipe: tuple[str, int, str, str]
) -> None:
    identifier, status, route, given = recipe
    someone = request.getfixturevalue("guided") if "--reading guide-errors" in given else shopper
    answer = PROVOCATIONS[identifier](someone)
    body = answer.json()
    assert (answer.status_code, body["error"]) == (status, identifier)
    assert body["code"] == status
    newer = "browser-session" in route or "discovery" in route
    assert set(body) == {"code", "error", "description"} | ({"message"} if newer else set())
    assert body["description"]
    assert is_at(answer, route), f"{answer.request.method} {answer.request.url.path} is not {route}"


@pytest.mark.parametrize("identifier", BY_SCENARIO)
def test_the_scenario_provokes_all_others(unlucky: Shopper, identifier: str) -> None:
    known = served(unlucky)[identifier]
    assert unlucky.http.put(SCENARIO, json={"scenarios": [known["scenario"]]}).status_code == 200
    for method, path, more in ROUTES.values():
        answer = unlucky.http.request(method, path)
        body = answer.json()
        assert (answer.status_code, body["error"], body["code"]) == (
            known["status"],
            identifier,
            known["status"],
        )
        assert set(body) == {"code", "error", "description"} | more


def test_a_scenario_provokes_every_identifier_that_an_input_provokes_too(unlucky: Shopper) -> None:
    for known in served(unlucky).values():
        unlucky.http.put(SCENARIO, json={"scenarios": [known["scenario"]]}).raise_for_status()
        assert unlucky.http.get(f"/api/v1/domains/{SHOP}/cart").json()["error"] == known["identifier"]


def test_every_magic_value_is_among_the_inputs(shopper: Shopper) -> None:
    inputs = shopper.http.get("/sandbox/inputs").json()["inputs"]
    known = {(found["kind"], found["value"]) for found in inputs}
    cards = {card["number"] for card in shopper.http.get("/sandbox/cards").json()["cards"]}
    assert {(magic.kind, magic.value) for magic in MAGIC} <= known
    assert cards == {value for kind, value in known if kind == "card"}
    assert all(found["shows"] for found in inputs)
    assert {("promo code", "LUMA10"), ("merchant", SHOP), ("wallet", "shoppay")} <= known
