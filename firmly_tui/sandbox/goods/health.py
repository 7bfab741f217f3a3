"""How merchants are, and how somebody wants them to be for a while."""

from __future__ import annotations

from collections.abc import Mapping

from firmly_tui.sandbox.goods.catalog import Catalog, Merchant
from firmly_tui.sandbox.goods.terms import Health


class HealthBoard:
    """Sets how the merchants of a catalog are. A sandbox that is started anew has them as its catalog says."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._shipped: dict[str, Health] = {
            name: merchant.terms.status for name, merchant in catalog.merchants.items()
        }

    def shipped(self, domain: str) -> Health:
        """Return how a merchant is by its catalog. Raises KeyError."""
        return self._shipped[domain]

    def changed(self) -> Mapping[str, Health]:
        """Return the merchants that are otherwise than by their catalog, and how they are."""
        now: dict[str, Health] = {
            name: merchant.terms.status for name, merchant in self._catalog.merchants.items()
        }
        return {name: health for name, health in now.items() if health != self._shipped[name]}

    def set(self, merchant: Merchant, health: Health) -> Merchant:
        """Let a merchant be like this from now on, and return it as it is then."""
        terms = merchant.terms.model_copy(update={"status": health})
        changed = merchant.model_copy(update={"terms": terms})
        self._catalog.replace(changed)
        return changed

    def reset(self) -> None:
        """Let every merchant be as its catalog says."""
        for name in self.changed():
            self.set(self._catalog.merchants[name], self._shipped[name])
