"""A purchase in the app, from the first key to the last, leaves no secret anywhere but at the server."""

import asyncio
import io
import logging
import os
import re
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backends import fail
from textual.events import Key
from textual.message import Message

from firmly_tui.cli import main
from firmly_tui.report import write_report
from firmly_tui.sandbox import Sandbox
from tests.keyrings import Safe
from tests.markers import Marker, found, found_in_files, found_in_memory, found_in_reprs, watched_loggers
from tests.tui.shopper import Shopper, shopping
from tests.tui.test_ways import to_review, to_way

NUMBER = Marker("card number", "374245455400126")
CODE = Marker("card code", "7391")
SHORT_CODE = Marker("card code of three digits", CODE.value[:3])
OTP = Marker("one-time code", "123456")


class Watch:
    """Everything that the app says to anybody while somebody shops."""

    def __init__(self, shopper: Shopper) -> None:
        self.shopper = shopper
        self.pictures: list[str] = []
        self.secrets = [NUMBER, CODE]
        self.typed = [NUMBER, CODE]
        """What is typed, and must be forgotten at the end."""

    def look(self) -> None:
        """Take a picture of the screen, as the palette's command does, and read it."""
        app = self.shopper.app
        self.pictures += [app.export_screenshot(), self.shopper.text(), app.clipboard]


Flow = Callable[[Watch], AsyncIterator[None]]


async def new_card(watch: Watch) -> AsyncIterator[None]:
    """Buy with a card that is typed; stops wherever a look is worth it."""
    shopper = watch.shopper
    await shopper.put("buecherhalle.example", "BH-1007-PB")
    await shopper.go_to_payment()
    await shopper.fill_card(NUMBER.value, code=CODE.value)
    await shopper.press("tab")
    yield
    await shopper.press("ctrl+s")
    await shopper.until("✓ 1 order placed.")
    yield
    for keys in ("e", "enter", "f4", "f3", "f2", "f1"):
        await shopper.press(keys)
        yield


async def wallet(watch: Watch) -> AsyncIterator[None]:
    """Unlock a wallet with a code, and buy with a card in it that asks for its own."""
    shopper = watch.shopper
    await to_review(shopper, ("voltline.example", "VL-CBL-3FT"))
    await to_way(shopper, "Unlock Shop Pay")
    await shopper.press("enter")
    await shopper.until("E-mail address")
    await shopper.retype("shopper@example.com")
    await shopper.press("enter")
    await shopper.until("✓ A code went to")
    payments = shopper.shop.payments
    watch.typed = [OTP]
    watch.secrets += [
        OTP,
        Marker("challenge", payments._challenges["shoppay"].access_token.get_secret_value()),
    ]
    await shopper.type(OTP.value)
    yield
    await shopper.press("enter")
    await shopper.until("✓ Shop Pay is open")
    watch.secrets.append(Marker("wallet", payments.unlocked["shoppay"].access_token.get_secret_value()))
    yield
    await to_way(shopper, "Visa •••• 1111")
    await shopper.press("enter", "escape")
    await shopper.until("Paid with Visa •••• 1111")
    await shopper.press("ctrl+s")
    await shopper.until("The security code of Visa •••• 1111")
    watch.typed = [OTP, SHORT_CODE]
    await shopper.type(SHORT_CODE.value)
    yield
    await shopper.press("enter")
    await shopper.until("✓ 1 order placed.")
    yield


async def signed_in(watch: Watch) -> AsyncIterator[None]:
    """Sign in at a merchant with a code, and buy with a card that it keeps."""
    shopper = watch.shopper
    await to_review(shopper, ("guildhall.example", "GH-CHSL-34IN"))
    await to_way(shopper, "Sign in at")
    await shopper.press("enter")
    await shopper.until("E-mail address")
    await shopper.retype("anna@example.com")
    await shopper.press("enter")
    await shopper.until("✓ A code went to")
    watch.typed = [OTP]
    watch.secrets.append(OTP)
    await shopper.type(OTP.value)
    yield
    await shopper.press("enter")
    await shopper.until("✓ You are signed in")
    await shopper.press("escape")
    await shopper.until("Place 1 order")
    yield
    await shopper.press("ctrl+s")
    await shopper.until("✓ 1 order placed.")
    yield


async def paypal(watch: Watch) -> AsyncIterator[None]:
    """Agree at PayPal, whose link is to be seen while it is opened or copied, and nowhere else."""
    shopper = watch.shopper
    await to_review(shopper, ("pottersrow.example", "PR-MORN-IRON"))
    await to_way(shopper, "PayPal: begin")
    await shopper.press("enter")
    await shopper.until("1 Agree to pay")
    begun = shopper.shop.payments.paypal(shopper.shop.hive["pottersrow.example"].cart)
    assert begun is not None
    token, payer = begun.token.get_secret_value(), "PAYERX83H2K"
    # The client knows both until the app ends, to place the order.
    watch.typed = []
    watch.secrets += [Marker("PayPal's token", token), Marker("payer", payer)]
    await shopper.tab_to("payer")
    await shopper.type(f"https://shop.example/?token={token}&PayerID={payer}")
    await shopper.press("enter")
    await shopper.until("✓ Potter's Row is paid with PayPal")
    yield
    await shopper.press("escape")
    await shopper.until("Place 1 order")
    await shopper.press("ctrl+s")
    await shopper.until("✓ 1 order placed.")
    yield


FLOWS: dict[str, Flow] = {"new card": new_card, "wallet": wallet, "signed in": signed_in, "paypal": paypal}
"""Every way to pay that the app has. One that is added here is watched as the others are."""


@pytest.fixture
def vault() -> Iterator[Safe]:
    """The keyring, which alone may know the device's token."""
    keyring.set_keyring(safe := Safe())
    yield safe
    keyring.set_keyring(fail.Keyring())


@pytest.fixture
def logged() -> Iterator[io.StringIO]:
    """What all loggers say."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(logging.Formatter("%(name)s %(message)s %(args)r %(exc_text)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    with watched_loggers():
        yield written
    root.removeHandler(handler)


@pytest.mark.parametrize("flow", FLOWS.values(), ids=FLOWS)
async def test_a_purchase_leaves_no_secret(
    flow: Flow,
    home: Path,
    sandbox: Sandbox,
    vault: Safe,
    logged: io.StringIO,
    capfd: pytest.CaptureFixture[str],
) -> None:
    messages: list[str] = []
    keys: list[Key] = []

    def hear(message: Message) -> None:
        messages.append(repr(message))
        # One key is heard wherever it comes by.
        if isinstance(message, Key) and not any(message is key for key in keys):
            keys.append(message)

    reprs: dict[str, list[str]] = {}
    seen: set[str] = set()
    async with shopping(home, server=sandbox.url, message_hook=hear) as shopper:
        await shopper.opened()
        watch = Watch(shopper)
        async for _ in flow(watch):
            watch.look()
            seen |= {*found_in_memory(shopper.app, watch.typed)}
            reprs |= found_in_reprs(shopper.app, watch.secrets)
        token = Marker("device token", _token(vault))
        secrets = [*watch.secrets, token]
        reprs |= found_in_reprs(shopper.app, secrets)
        held = found_in_memory(shopper.app, watch.typed)
        crash(home, secrets)
    told = {
        "pictures": found("\n".join(watch.pictures), secrets),
        "messages": found("\n".join(messages), secrets),
        "keys": told_by_keys(keys, [*secrets, SHORT_CODE]),
        "log": found(logged.getvalue(), secrets),
        "output": found("".join(capfd.readouterr()), secrets),
        "memory": held,
    }
    # What is searched is really looked into: while it was typed it was there.
    assert seen == {marker.name for marker in watch.typed}
    assert len(messages) > 100
    assert "receive_response_headers" in logged.getvalue()
    assert {place: names for place, names in told.items() if names} == {}
    assert reprs == {}
    for command in (["orders", "--json"], ["orders"], ["logout"]):
        assert await asyncio.to_thread(main, [*command, "--home", str(home)]) == 0
    output = "".join(capfd.readouterr())
    assert "placed" in output
    assert found(output, secrets) == []
    assert found_in_files(home, secrets) == {}
    assert found_in_files(home.parent, [NUMBER, CODE]) == {}


def told_by_keys(keys: Iterable[Key], secrets: Iterable[Marker]) -> list[str]:
    """The secrets that were typed in keys of which each tells its character."""
    typed = "".join(re.findall(r"character='(.)'", " ".join(map(repr, keys))))
    return [secret.name for secret in secrets if secret.value in typed]


def test_keys_that_tell_their_characters_one_by_one_are_found() -> None:
    assert told_by_keys([Key(digit, digit) for digit in CODE.value], [CODE]) == [CODE.name]


def _token(vault: Safe) -> str:
    (session,) = [secret for (_, name), secret in vault.kept.items() if name.startswith("session")]
    return session.split('"access_token": "')[1].split('"')[0]


def crash(home: Path, secrets: list[Marker]) -> None:
    """End in an unexpected error with all secrets at hand, as far as its report goes."""
    held = [secret.value for secret in secrets]
    try:
        raise RuntimeError(f"a bug, met while {held} was at hand") from ValueError(held)
    except RuntimeError as error:
        write_report(error, home)


async def test_the_embedded_sandboxs_token_is_in_no_file(home: Path) -> None:
    keyring.set_keyring(fail.Keyring())
    async with shopping(home) as shopper:
        await shopper.opened()
        session = await shopper.shop.client._http._sessions.current()
        token = Marker("device token", session.access_token.get_secret_value())
        assert found_in_files(home, [token]) == {}
        assert found_in_reprs(shopper.app, [token]) == {}


@pytest.mark.parametrize("umask", [0o022, 0])
async def test_every_file_is_its_owners_alone(home: Path, umask: int) -> None:
    before = os.umask(umask)
    try:
        async with shopping(home) as shopper:
            await shopper.opened()
            await shopper.put("buecherhalle.example", "BH-1007-PB")
            await shopper.go_to_payment()
            await shopper.fill_card(NUMBER.value, code=CODE.value)
            await shopper.press("ctrl+s")
            await shopper.until("✓ 1 order placed.")
            crash(home, [])
            while_open = modes(home)
    finally:
        os.umask(before)
    assert {"orders.db", "sandbox.db", "sandbox.db-wal", "sandbox.db-shm", "address.json", "device"} <= set(
        while_open
    )
    for found_modes in (while_open, modes(home)):
        assert {name: mode for name, mode in found_modes.items() if mode not in ("0o600", "0o700")} == {}


def modes(folder: Path) -> dict[str, str]:
    """The modes of this folder and of all that is in it; folders are named with a slash behind."""
    paths = [folder, *folder.rglob("*")]
    return {
        f"{path.name}/" if path.is_dir() else path.name: oct(path.stat().st_mode & 0o777) for path in paths
    }
