"""Pictures of the goods, drawn by the sandbox itself: flat, quiet, and the same for the same seed."""

from firmly_tui.sandbox.pictures.album import Album

__all__ = ["Album"]
