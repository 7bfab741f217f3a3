"""Random steps with promo codes and add-ons, and whether the parts of a cart agree with its sums."""

import random

from tests.sandbox.shopper import JSON, Shopper


def use_codes(shopper: Shopper, domain: str, codes: list[str], chance: random.Random) -> None:
    """Put some codes on the cart, or take all off."""
    if codes and chance.random() < 0.8:
        some = chance.sample(codes, min(len(codes), chance.randint(1, 3)))
        url = f"/api/v{chance.choice([1, 2])}/domains/{domain}/cart/promo-codes"
        shopper.http.post(url, json={"promo_codes": some})
    else:
        shopper.call("DELETE", "/promo-codes", domain)


def change_addons(shopper: Shopper, domain: str, cart: JSON, chance: random.Random) -> None:
    """Choose one of the offered add-ons, or take one off."""
    offers, selections = cart["addons"]["offers"], cart["addons"]["selections"]
    if selections and chance.random() < 0.3:
        shopper.call("POST", "/addons/_remove", domain, addon_id=chance.choice(selections)["addon_id"])
    elif offers:
        offer = chance.choice(offers)
        lines = offer.get("eligible_line_item_ids", [])
        children = [child["addon_id"] for child in offer.get("child_offers", [])]
        if offer["coverage_mode"] != "PREDEFINED_GROUP":
            lines = chance.sample(lines, chance.randint(1, len(lines)))
        selection = {
            "addon_id": offer["addon_id"],
            "selected_line_item_ids": lines,
            "selected_child_ids": chance.sample(children, chance.randint(0, len(children))),
        }
        shopper.call("POST", "/addons", domain, selections=[selection])


def parts_agree(cart: JSON) -> bool:
    """Tell whether what is taken off lines and what add-ons cost are the sums of the cart."""
    off = [part["amount"]["number"] for line in cart["line_items"] for part in line.get("discounts", [])]
    whole = [line["line_discount"]["number"] for line in cart["line_items"] if "line_discount" in line]
    added = [selection["price"]["number"] for selection in cart["addons"]["selections"]]
    discount = cart["cart_discount"]["number"]
    return sum(off) == sum(whole) == discount and sum(added) == cart["addon_total"]["number"]
