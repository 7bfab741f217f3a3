"""Where the API is, the app id, and where files live: flags, then environment, then file, then defaults."""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

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
    server: str = ""
    """A sandbox started elsewhere: the API, the card host and the status host are all there."""
    app_id: str = ""
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
        """Whether the app brings its own sandbox."""
        return not self.server and not self.app_id

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


def load_settings(flags: Mapping[str, object], environment: Mapping[str, str] | None = None) -> Settings:
    """The settings to use: each from the first place that has it.

    Raises SettingsError.
    """
    environment = os.environ if environment is None else environment
    home = Path(str(flags.get("home") or environment.get(f"{PREFIX}HOME") or _default_home())).expanduser()
    file = _read_file(home / CONFIG_NAME)
    values: dict[str, object] = {"home": home}
    for known in fields(Settings):
        if known.name == "home":
            continue
        found = flags.get(known.name) or environment.get(PREFIX + known.name.upper()) or file.get(known.name)
        if found:
            values[known.name] = _truth(found) if known.name == "fresh" else str(found)
    settings = Settings(**values)  # type: ignore[arg-type]  # the names are the fields' own
    if settings.server and settings.app_id:
        raise SettingsError("Give either --server (a sandbox) or --app-id (firmly itself), not both.")
    if (settings.api_url or settings.cc_url or settings.status_url) and not settings.app_id:
        raise SettingsError(
            "--api-url, --cc-url and --status-url go with --app-id. For a sandbox, use --server."
        )
    return settings


def _truth(value: object) -> bool:
    return str(value).lower() not in ("", "0", "false", "no")


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
