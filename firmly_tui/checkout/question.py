"""What a lane may ask the shopper while its order is not sent yet, or was refused without being bought."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

PATIENCE: Final = 300.0
"""Seconds that an answer is waited for; then it is no."""

QuestionKind = Literal["changed", "code", "key"]
Reply = bool | str
"""Yes, no, or a card's security code."""


@dataclass(frozen=True)
class Question:
    """`changed`: the cart is another one than was confirmed; `words` are the differences, one a line.

    `code`: the card's security code is wanted, of one of `digits` lengths. `key`: the server did not take the
    key that the card was encrypted with, and nothing was ordered; send it with a new one?
    """

    kind: QuestionKind
    title: str
    words: tuple[str, ...] = ()
    digits: tuple[int, ...] = ()

    def problem(self, reply: Reply) -> str:
        """Why this is no answer, `""` if it is one."""
        if self.kind != "code":
            return "" if isinstance(reply, bool) else "Answer yes or no."
        if reply is False:
            return ""
        code = reply.strip() if isinstance(reply, str) else ""
        if code.isascii() and code.isdigit() and len(code) in self.digits:
            return ""
        return f"The {' or '.join(map(str, self.digits))} digits on the card."


class Pending:
    """A question that waits for its answer. Its repr shows no code."""

    def __init__(self, question: Question):
        self.question = question
        self._answer: asyncio.Future[Reply] = asyncio.get_running_loop().create_future()

    def answer(self, reply: Reply) -> str:
        """Take the answer; the first counts. Returns why it was not taken, `""` if it was."""
        problem = self.question.problem(reply)
        if problem:
            return problem
        if self._answer.done():
            return "This was answered already."
        self._answer.set_result(reply.strip() if isinstance(reply, str) else reply)
        return ""

    async def reply(self, patience: float) -> Reply:
        """The answer, no after `patience` seconds without one."""
        try:
            async with asyncio.timeout(patience):
                return await self._answer
        except TimeoutError:
            return False


def changed(merchant: str, words: Sequence[str]) -> Question:
    """Ask whether to order what the merchant has now."""
    return Question(
        "changed", f"{merchant} changed since you confirmed it. Order it as it is now?", tuple(words)
    )


def code_wanted(card: str, digits: tuple[int, ...]) -> Question:
    """Ask for the security code of a kept card."""
    return Question(
        "code",
        f"The security code of {card}",
        ("The code is asked for before this card pays. Nothing was bought yet.",),
        digits,
    )


def key_changed(merchant: str) -> Question:
    """Ask whether to send once more, with a new key."""
    return Question(
        "key",
        f"Send the order to {merchant} again, with a new key?",
        (
            "The server no longer knew the key that it was encrypted with, so nothing was bought.",
            "A new key is here. The order is sent once more only if you say so.",
        ),
    )
