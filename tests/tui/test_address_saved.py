"""Addresses of before are chosen from a list, which costs nothing that was typed."""

from firmly_tui.checkout import normalize
from tests.tui.shopper import HOME, Shopper

BOOKS = "buecherhalle.example"
OFFICE = normalize(HOME.model_copy(update={"first_name": "Grace", "address1": "7 Harbor Way"}))


async def at_the_address(shopper: Shopper) -> None:
    await shopper.put(BOOKS, "BH-1007-PB")
    await shopper.press("f3")
    await shopper.until("Total so far")
    await shopper.press("o")
    await shopper.until("E-mail")


def form_says(shopper: Shopper, name: str) -> str:
    return str(shopper.app.screen.query_one(f"#input-{name}").value)  # type: ignore[attr-defined]


async def test_where_none_is_saved_it_says_so(shopper: Shopper) -> None:
    await at_the_address(shopper)
    await shopper.press("ctrl+o")
    await shopper.until("No saved addresses yet.")
    await shopper.press("escape")
    await shopper.until("E-mail")
    assert shopper.app.focused is not None
    assert shopper.app.focused.id == "input-email"


async def test_chosen_address_fills_the_form_and_what_was_typed_comes_back(shopper: Shopper) -> None:
    shopper.shop.shopper.save(OFFICE)
    shopper.has_bought_before()
    await at_the_address(shopper)
    await shopper.tab_to("address1")
    await shopper.retype("3 Elm St")
    await shopper.press("ctrl+o")
    await shopper.until("Grace Quill")
    assert "delivery" in shopper.line("Ada Quill")
    await shopper.press("down", "enter")
    await shopper.until("Filled in. Ctrl+S gives it to the merchants. Ctrl+O has what you typed.")
    assert form_says(shopper, "address1") == "7 Harbor Way"
    await shopper.press("ctrl+o")
    await shopper.until("as you typed it")
    await shopper.press("enter")
    await shopper.until(lambda: form_says(shopper, "address1") == "3 Elm St")
    await shopper.press("ctrl+o", "end", "enter", "ctrl+s")
    await shopper.until("to Grace Quill, 7 Harbor Way")
    assert [known.address1 for known in shopper.shop.shopper.used] == ["7 Harbor Way", "1 Pine St"]


async def test_escape_goes_back_to_where_one_typed(shopper: Shopper) -> None:
    shopper.has_bought_before()
    await at_the_address(shopper)
    await shopper.tab_to("address1")
    await shopper.press("end")
    await shopper.type("2")
    for opens in ("ctrl+o", "ctrl+o"):
        await shopper.press(opens, "escape")
        await shopper.type("3")
    assert form_says(shopper, "address1") == "1 Pine St233"
    await shopper.tab_to("country")
    await shopper.type("ger")
    await shopper.press("ctrl+o", "escape")
    assert shopper.app.focused is not None
    assert shopper.app.focused.id == "input-country"


async def test_draft_is_there_after_going_away(shopper: Shopper) -> None:
    shopper.has_bought_before()
    await at_the_address(shopper)
    await shopper.tab_to("address1")
    await shopper.retype("3 Elm St")
    await shopper.press("escape", "o")
    await shopper.until("3 Elm St")


async def test_forgotten_address_can_be_brought_back(shopper: Shopper) -> None:
    shopper.has_bought_before()
    shopper.shop.shopper.save(OFFICE)
    await at_the_address(shopper)
    await shopper.press("ctrl+o")
    await shopper.until("Ada Quill")
    await shopper.press("down", "delete")
    await shopper.until("Forgotten. u brings it back.", gone="Ada Quill")
    assert shopper.shop.shopper.used == [OFFICE]
    await shopper.press("u")
    await shopper.until("Ada Quill")
    await shopper.press("home", "delete")
    await shopper.until("Forgotten. It stays in use until you quit.")
    await shopper.press("delete")
    await shopper.until("No saved addresses yet.")
    assert shopper.shop.shopper.address == OFFICE


async def test_bill_can_go_to_an_address_of_before(shopper: Shopper) -> None:
    shopper.shop.shopper.save(OFFICE)
    await shopper.put(BOOKS, "BH-1007-PB")
    await shopper.go_to_payment()
    await shopper.press("f6")
    await shopper.until("Bill to this address")
    await shopper.press("ctrl+o")
    await shopper.until("7 Harbor Way")
    await shopper.press("down", "enter", "ctrl+s")
    await shopper.until("Bill: Grace Quill, Seattle (F6).")
    assert shopper.shop.shopper.billing_for(BOOKS) == OFFICE
    assert shopper.shop.shopper.address_for(BOOKS) == normalize(HOME)
