"""Where the API is, the app id, and where files live: flags, then environment, then file, then defaults."""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict
from urllib.parse import urlsplit

from firmly_tui.loopback import is_loopback

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

PREFIX = "FIRMLY_TUI_"
CONFIG_NAME = "config.toml"
FIRMLY_API = "https://api.firmly.work"


class SettingsError(ValueError):
    """A setting is wrong; the text says which, where it stands, and what it should be."""


@dataclass(frozen=True)
class Settings:
    """What a user may set. An empty string means "not set"."""

    home: Path
    """The folder for everything that is written."""
    sandbox: bool = False
    """Use the embedded sandbox, whatever else is set further from the command line, or kept by a login."""
    server: str = ""
    """A sandbox started elsewhere: the API, the card host and the status host are all there."""
    app_id: str = field(default="", repr=False)
    """The app id at firmly; with it, the app talks to firmly itself."""
    api_url: str = ""
    """The API's host, for `app_id`."""
    cc_url: str = ""
    """The host for card data, for `app_id`."""
    status_url: str = ""
    """The host that tells the merchants' health, for `app_id`."""
    theme: str = ""
    """The theme's name."""
    fresh: bool = False
    """Forget the embedded sandbox's carts first."""

    @property
    def embedded(self) -> bool:
        """Whether the app brings its own sandbox, unless a login was kept and `sandbox` is not set."""
        return not self.server and not self.app_id

    @property
    def is_live(self) -> bool:
        """Whether what is bought there is bought: all but a sandbox on this machine counts as firmly itself."""
        return bool(self.app_id) or (bool(self.server) and not is_loopback(self.server))

    @property
    def api(self) -> str:
        """The API's address."""
        return self.server or self.api_url or FIRMLY_API

    @property
    def cc(self) -> str:
        """The address for card data, `""` where it follows from the API's."""
        return self.server or self.cc_url

    @property
    def status(self) -> str:
        """The address for the merchants' health, `""` where it follows from the API's."""
        return self.server or self.status_url


def load_settings(
    flags: Mapping[str, object], environment: Mapping[str, str] | None = None, *, login: bool = False
) -> Settings:
    """The settings to use: each from the first place that has it. A `login` asks for the app id by itself.

    Raises SettingsError.
    """
    environment = os.environ if environment is None else environment
    home = Path(str(flags.get("home") or environment.get(f"{PREFIX}HOME") or _default_home())).expanduser()
    names = [known.name for known in fields(Settings)]
    variables = {name: environment.get(PREFIX + name.upper()) for name in names}
    sources = [flags, variables, _read_file(home / CONFIG_NAME)]
    target = _target(sources, login=login)
    _check_addresses(target)
    return Settings(
        home,
        **target,
        theme=_first(sources, "theme"),
        fresh=_truth(_first(sources, "fresh")),
    )


class _Target(TypedDict, total=False):
    sandbox: bool
    server: str
    app_id: str
    api_url: str
    cc_url: str
    status_url: str


_TARGETS = ("sandbox", "server", "app_id")
_HOSTS = ("api_url", "cc_url", "status_url")


def _target(sources: Sequence[Mapping[str, object]], *, login: bool) -> _Target:
    """Which shop to open: the first source that names one decides. Raises SettingsError."""
    named: list[str] = []
    looked: list[Mapping[str, object]] = []
    for source in sources:
        looked.append(source)
        named = [name for name in _TARGETS if _truth(source.get(name))]
        if named:
            break
    if len(named) > 1:
        raise SettingsError("Give either --server (a sandbox) or --app-id (firmly itself) or --sandbox.")
    target = _Target()
    if "sandbox" in named:
        target["sandbox"] = True
    if "server" in named:
        target["server"] = _first(looked, "server")
    if "app_id" in named:
        target["app_id"] = _first(looked, "app_id")
    if login or "app_id" in named:
        for name in _HOSTS:
            target[name] = _first(sources, name)
    elif any(_first(looked, name) for name in _HOSTS):
        raise SettingsError(
            "--api-url, --cc-url and --status-url go with --app-id, or with `firmly-tui login`. For a sandbox, "
            "use --server."
        )
    return target


def _check_addresses(target: _Target) -> None:
    """Let no address pass that cannot even be read. Raises SettingsError."""
    for name in ("server", *_HOSTS):
        address = target.get(name, "")
        if not _is_readable(address):
            option = f"--{name.replace('_', '-')}"
            raise SettingsError(
                f"“{address}” cannot be read as an address. Give {option} one such as {FIRMLY_API}."
            )


def _is_readable(address: str) -> bool:
    try:
        return urlsplit(address).port != 0
    except ValueError:
        return False


def _first(sources: Iterable[Mapping[str, object]], name: str) -> str:
    """The value from the first source that has one, else `""`."""
    return next((str(source[name]) for source in sources if source.get(name)), "")


def _truth(value: object) -> bool:
    return str(value or "").lower() not in ("", "0", "false", "no")


def _default_home() -> Path:
    import platformdirs

    return Path(platformdirs.user_data_dir("firmly-tui", appauthor=False))


def _read_file(path: Path) -> dict[str, object]:
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"The settings in {path} cannot be read: {error}.") from error
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"The settings in {path} are not valid TOML: {error}.") from error
    allowed = {known.name for known in fields(Settings)} - {"home", "fresh"}
    if unknown := sorted(set(values) - allowed):
        raise SettingsError(f"{path} has no setting “{unknown[0]}”. Known are: {', '.join(sorted(allowed))}.")
    return values
