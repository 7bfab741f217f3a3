"""The commands beside the app itself, each with its options; here what they share."""

from __future__ import annotations

import argparse
import os
import sys
from typing import TYPE_CHECKING, NoReturn, TextIO

from firmly_tui.settings import PREFIX

if TYPE_CHECKING:
    from collections.abc import Callable

DONE, FAILED, WRONG_USAGE = 0, 1, 2
CLOSED_PIPE = 141
"""What a shell says of a program that writes to where nobody reads any more: 128 and the number of SIGPIPE."""


class Parser(argparse.ArgumentParser):
    """Says what is wrong in one line, and where help is. ``more`` gives the end of the help, when it is asked for."""

    more: Callable[[], str] | None = None

    def format_help(self) -> str:
        """The help, with what is only known when it is asked for."""
        return super().format_help() + (self.more() if self.more else "")

    def error(self, message: str) -> NoReturn:
        """End with a sentence."""
        self.exit(WRONG_USAGE, f"{self.prog}: {message}\nTry `{self.prog} --help`.\n")


if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[Parser]
    Options = argparse._ActionsContainer


def add_shop(parser: Options) -> None:
    """Add the options that tell which shop is opened."""
    parser.add_argument("--sandbox", action="store_true", help="use the sandbox of its own, despite a login")
    parser.add_argument("--server", metavar="URL", help="use a sandbox that runs elsewhere, at URL")
    parser.add_argument("--app-id", metavar="ID", help="use firmly itself, as this app")
    add_hosts(parser, "for --app-id")


def add_hosts(parser: Options, when: str) -> None:
    """Add the options for firmly's hosts."""
    parser.add_argument("--api-url", metavar="URL", help=f"firmly's API host, {when}")
    parser.add_argument("--cc-url", metavar="URL", help=f"firmly's host for card data, {when}")
    parser.add_argument("--status-url", metavar="URL", help=f"firmly's host for merchants' health, {when}")


def add_address(parser: argparse.ArgumentParser, host: Callable[[str], str]) -> None:
    """Add the options for the address that a server listens on; `host` says which it may be."""
    parser.add_argument(
        "--host",
        type=host,
        default=environment("HOST", "127.0.0.1"),
        help="the address to listen on (default: 127.0.0.1)",
    )
    parser.add_argument(
        "--port",
        type=port_number,
        default=environment("PORT", "0"),
        help="the port; 0, the default, takes a free one",
    )


def port_number(text: str) -> int:
    """A port, as an option's value; 0 takes a free one."""
    if not text.isdecimal() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port; give a number from 0 to 65535")
    return int(text)


def has_terminal() -> bool:
    """Whether there is something to show the app on: a terminal, or a page that a server keeps for it."""
    return bool(os.environ.get("TEXTUAL_DRIVER")) or (sys.stdin.isatty() and sys.stdout.isatty())


def unknown_theme(name: str) -> str:
    """Why there can be no theme of this name, `""` where there is one, or none is wanted."""
    from firmly_tui.tui.themes import known_instead

    known = known_instead(name)
    return f"There is no theme “{name}”. There are {known}." if known else ""


def environment(option: str, default: str) -> str:
    """An option's value where no flag gives one."""
    return os.environ.get(PREFIX + option) or default


def fail(sentence: str, code: int = FAILED) -> int:
    """Tell what went wrong; returns the exit code."""
    tell(f"firmly-tui: {sentence}", sys.stderr)
    return code


def tell(sentences: str, stream: TextIO | None = None) -> None:
    """Print sentences; in a terminal their lines break between words, elsewhere they stay as they are."""
    out = sys.stdout if stream is None else stream
    lines = sentences.splitlines()
    if out.isatty():
        import shutil
        import textwrap

        width = shutil.get_terminal_size().columns
        wrapper = textwrap.TextWrapper(width, break_long_words=False, break_on_hyphens=False)
        lines = [part for line in lines for part in wrapper.wrap(line) or [""]]
    print("\n".join(lines), file=out)
