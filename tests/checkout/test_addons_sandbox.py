"""The add-on rules against the sandbox: what they allow it takes, as foretold; what they block it refuses."""

import json
import random
from collections.abc import Sequence
from pathlib import Path

import pytest

from firmly_tui.checkout import AddAddon, AddonCall, AddonChange, AddonKey, AddonRules, Extra
from firmly_tui.client import ApiError, FirmlyClient
from firmly_tui.models import Cart
from firmly_tui.sandbox import SANDBOX_APP_ID, Sandbox, SandboxOptions
from tests.checkout.wire import no_nap
from tests.sandbox.laundry import MERCHANT

STEPS = 60
CARTS = {
    "nordhaus.example": {
        "NH-LIN3-NAVY": 1,
        "NH-ALDS-SLATE-QUEEN": 2,
        "NH-SKAG-OAK-60IN": 1,
        "NH-THRW-NAVY": 1,
    },
    "maren.example": {"MR-WFL-WHITE": 1, "MR-DVN-ELECTRIC": 2, "MR-DW6-WHITE": 1, "MR-PSB": 1},
    "voltline.example": {"VL-CAM7-BLACK-BODYONLY": 2, "VL-SET55-55IN": 1, "VL-CBL-3FT": 3},
    "corner.example": {"WASHER-A": 2, "DRYER-A": 1, "HOSE-A": 1},
}


class Walk:
    """A shopper who wishes at random, at one merchant."""

    def __init__(self, client: FirmlyClient, domain: str, chance: random.Random) -> None:
        self.client, self.domain, self.chance = client, domain, chance
        self.rules = AddonRules(Cart())
        self.allowed = self.blocked = 0

    async def fill(self) -> None:
        for sku, quantity in CARTS[self.domain].items():
            cart = await self.client.carts.add(self.domain, {"variant_id": sku}, quantity)
            self.rules = AddonRules(cart)

    async def step(self) -> None:
        key = self.chance.choice(list(self.rules.tree.by_key))
        if self.rules.is_chosen(key) and self.chance.random() < 0.3:
            await self.take(self.rules.remove(key))
        elif not key.child_id and self.chance.random() < 0.4:
            lines = [line for line in self.rules.tree.quantities if self.chance.random() < 0.5]
            await self.wish(key, lines or [self.chance.choice(list(self.rules.tree.quantities))])
        else:
            await self.wish(key, None)

    async def wish(self, key: AddonKey, lines: Sequence[str] | None) -> None:
        change = self.rules.choose(key, lines)
        if change.why_not:
            await self.refused(regardless(self.rules, self.rules.tree.by_key[key], lines))
        else:
            await self.take(change)

    async def take(self, change: AddonChange) -> None:
        assert change.why_not == ""
        foretold = self.rules.after(change)
        for call in change.calls:
            self.rules = AddonRules(await self.call(call))
        assert dict(self.rules.tree.chosen) == dict(foretold.tree.chosen)
        assert self.rules.tree.addon_total == change.addon_total
        self.allowed += bool(change.calls)

    async def refused(self, call: AddAddon) -> None:
        with pytest.raises(ApiError):
            await self.call(call)
        cart = await self.client.carts.get(self.domain)
        assert cart is not None
        assert AddonRules(cart).tree.chosen == self.rules.tree.chosen
        self.blocked += 1

    async def call(self, call: AddonCall) -> Cart:
        carts = self.client.carts
        if isinstance(call, AddAddon):
            return await carts.add_addon(
                self.domain, call.addon_id, line_item_ids=call.line_item_ids, child_ids=call.child_ids
            )
        return await carts.remove_addon(
            self.domain, call.addon_id, line_item_id=call.line_item_id, child_id=call.child_id
        )


def regardless(rules: AddonRules, extra: Extra, lines: Sequence[str] | None) -> AddAddon:
    """The call for a wish that the rules do not allow; of an offer that is not chosen, for its child alone."""
    top = AddonKey(extra.key.addon_id)
    if extra.parent and not rules.is_chosen(top):
        return AddAddon(extra.key.own_id)
    covered = extra.lines if lines is None else tuple(lines)
    return AddAddon(top.addon_id, covered, (extra.key.child_id,) if extra.parent else ())


@pytest.fixture
def laundry(tmp_path: Path) -> SandboxOptions:
    """A merchant whose offers have levels, and need one another three deep."""
    (tmp_path / "corner.example.json").write_text(json.dumps(MERCHANT))
    return SandboxOptions(catalogs=tmp_path, step_seconds=0, slow_seconds=0)


async def walk(client: FirmlyClient, domain: str, seed: int) -> None:
    shopper = Walk(client, domain, random.Random(seed))  # noqa: S311 - a walk that can be repeated
    await shopper.fill()
    for _ in range(STEPS):
        await shopper.step()
    assert shopper.allowed > STEPS / 4
    assert shopper.blocked > STEPS / 20


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("domain", [domain for domain in CARTS if domain != "corner.example"])
async def test_the_sandbox_agrees_with_the_rules(client: FirmlyClient, domain: str, seed: int) -> None:
    await walk(client, domain, seed)


@pytest.mark.parametrize("seed", range(3))
async def test_the_sandbox_agrees_about_levels_too(laundry: SandboxOptions, seed: int) -> None:
    with Sandbox(laundry) as running:
        async with FirmlyClient(running.url, app_id=SANDBOX_APP_ID, sleep=no_nap) as client:
            await walk(client, "corner.example", seed)
