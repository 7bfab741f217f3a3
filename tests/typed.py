"""What is typed into the address form, whatever brings it to the app."""

from collections.abc import Awaitable, Callable

ADDRESS = ("ada@example.com", "206 555 1212", "", "Ada", "Quill", "1 Pine St", "", "", "98101", "Seattle")
"""Field by field; the empty ones are passed over: a merchant's consent, a second line, the country."""


async def type_address(
    write: Callable[[str], Awaitable[object]], press: Callable[[str], Awaitable[object]], tab: str = "tab"
) -> None:
    """Fill the form in from its first field to the list of states, which then has the focus."""
    for value in ADDRESS:
        if value:
            await write(value)
        await press(tab)
