"""Add-ons through the hive: calls in order, up to the first that is refused, and the cart as the server has it."""

import asyncio

import httpx

from firmly_tui.checkout import AddAddon, AddonRules, Hive, RemoveAddon
from firmly_tui.checkout.addon_tree import AddonKey
from tests.checkout.goods import FURNITURE, SOFA
from tests.checkout.wire import Wire

ASSEMBLY, REMOVAL = "white_glove_assembly", "old_furniture_removal"
FULL, FABRIC = "protection_full", "protection_fabric"


def chosen(hive: Hive) -> list[str]:
    cart = hive[FURNITURE].cart
    assert cart is not None
    return [selection.addon_id for selection in cart.addons.selections]


async def sofa(hive: Hive) -> str:
    cart = await hive.add(FURNITURE, SOFA)
    return cart.line_items[0].line_item_id


async def test_calls_are_made_in_their_order(hive: Hive) -> None:
    line = await sofa(hive)
    calls = [AddAddon(ASSEMBLY, (line,)), AddAddon(REMOVAL, (line,)), RemoveAddon(REMOVAL)]
    assert await hive.extras.make(FURNITURE, calls) is None
    assert chosen(hive) == [ASSEMBLY]
    (sums,) = hive.totals()
    assert not sums.addons.is_zero


async def test_first_refusal_stops_and_is_kept_at_its_offer(hive: Hive, wire: Wire) -> None:
    line = await sofa(hive)
    calls = [AddAddon(FULL, (line,)), AddAddon(REMOVAL, (line,)), AddAddon(ASSEMBLY, (line,))]
    refused = await hive.extras.make(FURNITURE, calls)
    assert refused is not None
    assert (refused.call, refused.made) == (calls[1], 1)
    assert hive[FURNITURE].addon_errors == {AddonKey(REMOVAL): refused.sentence}
    assert chosen(hive) == [FULL]
    assert wire.count("POST", "/addons") == 2
    assert await hive.extras.make(FURNITURE, [AddAddon(ASSEMBLY, (line,))]) is None
    assert hive[FURNITURE].addon_errors == {}


async def test_choice_that_replaces_another_is_made_as_the_rules_say(hive: Hive) -> None:
    line = await sofa(hive)
    await hive.extras.make(FURNITURE, [AddAddon(FULL, (line,))])
    cart = hive[FURNITURE].cart
    assert cart is not None
    change = AddonRules(cart).choose(AddonKey(FABRIC), [line])
    assert change.why_not == ""
    assert await hive.extras.make(FURNITURE, change.calls) is None
    assert chosen(hive) == [FABRIC]


async def test_choices_made_at_once_do_not_mix(hive: Hive, wire: Wire) -> None:
    line = await sofa(hive)
    held = wire.hold("POST", "/addons")
    both = asyncio.gather(
        hive.extras.make(FURNITURE, [AddAddon(ASSEMBLY, (line,)), AddAddon(REMOVAL, (line,))]),
        hive.extras.make(FURNITURE, [RemoveAddon(REMOVAL), RemoveAddon(ASSEMBLY)]),
    )
    await held.arrived.wait()
    assert hive[FURNITURE].busy
    held.go.set()
    assert await both == [None, None]
    assert chosen(hive) == []


async def test_lost_answer_is_looked_up_and_ends_the_calls(hive: Hive, wire: Wire) -> None:
    line = await sofa(hive)
    wire.lose("POST", "/addons", httpx.ReadError("reset"))
    refused = await hive.extras.make(FURNITURE, [AddAddon(ASSEMBLY, (line,)), AddAddon(REMOVAL, (line,))])
    assert refused is not None
    assert refused.made == 0
    assert chosen(hive) == [ASSEMBLY]
