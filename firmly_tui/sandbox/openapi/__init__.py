"""The OpenAPI document of the sandbox, made from the declarations of its routes."""

from firmly_tui.sandbox.openapi.document import document
from firmly_tui.sandbox.openapi.samples import samples
from firmly_tui.sandbox.openapi.sealed import sealed_card

__all__ = ["document", "samples", "sealed_card"]
