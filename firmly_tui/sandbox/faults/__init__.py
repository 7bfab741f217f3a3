"""What can go wrong on purpose: scenarios that make the sandbox late, broken, or hard to read.

Importing this package loads only what a sandbox without scenarios needs.
"""

from firmly_tui.sandbox.faults.active import Faults, Rule
from firmly_tui.sandbox.faults.parameters import ScenarioError

__all__ = ["Faults", "Rule", "ScenarioError"]
