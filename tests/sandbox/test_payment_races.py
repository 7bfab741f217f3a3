"""Orders at the same time, and carts that change while they are paid."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from firmly_tui.sandbox import SANDBOX_APP_ID, SandboxOptions
from firmly_tui.sandbox.cart.carts import sent_to
from firmly_tui.sandbox.cart.lines import Goods, added
from firmly_tui.sandbox.documents import Address
from firmly_tui.sandbox.errors import Dialect, Problem, Refusal, name_of
from firmly_tui.sandbox.payment.cards import Behavior, Payment
from firmly_tui.sandbox.payment.orders import PlacedOrder
from firmly_tui.sandbox.services import Services
from tests.sandbox.conftest import CORNER, StartSandbox
from tests.sandbox.shopper import CARD, SEATTLE, Shopper, encrypted


def body(someone: Shopper, **card: object) -> dict[str, object]:
    return {"encrypted_card": encrypted({**CARD, **card}, someone.key()), "billing_info": SEATTLE}


def pay(someone: Shopper, content: dict[str, object], version: int = 1) -> httpx.Response:
    return someone.http.post(f"/api/v{version}/payment/domains/{CORNER}/complete-order", json=content)


def filled(someone: Shopper, sku: str) -> dict[str, object]:
    someone.add(sku, 1, CORNER)
    someone.ship_to(CORNER)
    return body(someone)


def test_a_cart_is_paid_once_however_often_it_is_sent(start: StartSandbox) -> None:
    with Shopper(start()) as someone, ThreadPoolExecutor(6) as pool:
        content = filled(someone, "CUP-RED")
        answers = list(pool.map(lambda _: pay(someone, content), range(6)))
        left = someone.add("CUP-RED", 2, CORNER)
    assert sorted(answer.status_code for answer in answers) == [200, 404, 404, 404, 404, 404]
    assert left.status_code == 200


@pytest.mark.parametrize("version", [1, 2])
def test_a_cart_that_is_out_of_stock_by_now_is_a_checkout_error(corner: Shopper, version: int) -> None:
    content = filled(corner, "CUP-BLUE")
    with Shopper(corner.sandbox) as other:
        other.place("CUP-BLUE", 1, CORNER)
    answer = pay(corner, content, version)
    assert (answer.status_code, answer.json()["error"]) == (412, "CheckoutError")
    assert "sold out" in answer.json()["description"]


@pytest.fixture
def services(start: StartSandbox, tmp_path: Path) -> Iterator[Services]:
    """The parts behind the routes, where what happens at the same time can be put into an order."""
    start().stop()
    options = SandboxOptions(
        database=tmp_path / "sandbox.db", catalogs=tmp_path / "catalogs", slow_seconds=0, step_seconds=0
    )
    opened = Services.open(options)
    yield opened
    opened.store.close()


def on_the_way(services: Services, device: str) -> asyncio.Task[PlacedOrder]:
    """Start to pay a cart with a card that takes its time."""
    slow = Payment(brand="Visa", last_four="0259", month=8, year=2090, behavior=Behavior.SLOW)
    return asyncio.create_task(services.orders.complete(device, CORNER, slow))


def cart_in(services: Services) -> str:
    """Make a device that has a cart with an address, and return its id."""
    device = str(services.sessions.issue(SANDBOX_APP_ID)["device_id"])
    services.carts.change(device, CORNER, added(Goods("CUP-RED", 1)), create=True)
    services.carts.change(device, CORNER, sent_to(Address.model_validate(SEATTLE)))
    return device


async def test_a_cart_that_changes_while_it_is_paid_is_not_ordered(services: Services) -> None:
    paying = on_the_way(services, device := cart_in(services))
    await asyncio.sleep(0)
    services.carts.change(device, CORNER, added(Goods("BEAD-1", 1)))
    with pytest.raises(Refusal) as caught:
        await paying
    left = services.carts.find(device, CORNER)

    assert name_of(caught.value.problem, Dialect.COMPLETE_V1) == ("MissingTaxSync", 412)
    assert left is not None
    assert [line.sku for line in left.state.lines] == ["CUP-RED", "BEAD-1"]


async def test_nobody_pays_another_price_than_the_one_at_the_start(services: Services) -> None:
    paying = on_the_way(services, device := cart_in(services))
    await asyncio.sleep(0)
    with services.store.change() as transaction:
        transaction.set_price(CORNER, "CUP-RED", 9999)
    with pytest.raises(Refusal) as caught:
        await paying
    assert caught.value.problem is Problem.CART_REPLACED
    assert services.carts.find(device, CORNER) is not None


async def test_a_cart_left_alone_is_ordered(services: Services) -> None:
    order = await on_the_way(services, device := cart_in(services))
    assert order.payment.last_four == "0259"
    assert services.carts.find(device, CORNER) is None
