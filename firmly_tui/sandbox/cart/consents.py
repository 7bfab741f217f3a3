"""What a shopper agrees to, is asked to agree to, and takes back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from firmly_tui.sandbox.documents import Visit
from firmly_tui.sandbox.errors import Problem, Refusal
from firmly_tui.sandbox.goods.catalog import Merchant
from firmly_tui.sandbox.goods.terms import Consent


@dataclass(frozen=True, slots=True)
class Decision:
    """A consent that a shopper gives, or takes back."""

    consent_id: str
    revoke: bool = False


def decided(merchant: Merchant, visit: Visit, decisions: Sequence[Decision]) -> Visit:
    """Return a visit after all decisions, taken in order (firmly docs: Set Consents).

    Raises Refusal for a consent that the merchant does not ask for, or that cannot be taken back.
    """
    signed = dict.fromkeys(visit.signed)
    for decision in decisions:
        consent = next((found for found in merchant.terms.consents if found.id == decision.consent_id), None)
        if consent is None:
            raise Refusal(
                Problem.CONSENT_NOT_FOUND,
                f"{merchant.name} does not ask for the consent {decision.consent_id[:100]}.",
            )
        if not decision.revoke:
            signed[consent.id] = None
        elif consent.revokable:
            signed.pop(consent.id, None)
        else:
            raise Refusal(
                Problem.CONSENT_NOT_REVOKABLE,
                f"{merchant.name} does not let you take this back: {consent.text[:200]}",
            )
    return visit.model_copy(update={"signed": tuple(signed)})


def missing(merchant: Merchant, visit: Visit) -> tuple[Consent, ...]:
    """Return the consents without which the merchant takes no order, and that are not given."""
    return tuple(
        consent for consent in merchant.terms.consents if consent.required and consent.id not in visit.signed
    )
