"""A local server that speaks the firmly commerce API, complete enough to shop on without a network.

Importing this package costs next to nothing: the server and its libraries are loaded by ``Sandbox.start``.
"""

from firmly_tui.sandbox.options import SANDBOX_API_SECRET, SANDBOX_APP_ID, SandboxOptions
from firmly_tui.sandbox.server import PortInUse, Sandbox, create_app

__all__ = ["SANDBOX_API_SECRET", "SANDBOX_APP_ID", "PortInUse", "Sandbox", "SandboxOptions", "create_app"]
