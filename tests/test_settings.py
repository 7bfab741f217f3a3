"""Which shop is opened: flags come before the environment, that before the file, and one place decides."""

from pathlib import Path

import pytest

from firmly_tui.checkout import Login
from firmly_tui.settings import Settings, SettingsError, load_settings

APP = {"app_id": "an-app"}
ELSEWHERE = {"server": "http://127.0.0.1:1"}
HOST = {"api_url": "https://api.firmly.online"}


def settings(
    home: Path,
    flags: dict[str, object],
    environment: dict[str, str],
    file: dict[str, str],
    *,
    login: bool = False,
) -> Settings:
    home.joinpath("config.toml").write_text("".join(f'{name} = "{value}"\n' for name, value in file.items()))
    variables = {f"FIRMLY_TUI_{name.upper()}": value for name, value in environment.items()}
    return load_settings({"home": str(home), **flags}, variables, login=login)


def test_the_app_id_is_not_shown(tmp_path):
    known = Settings(tmp_path, app_id="an-app")
    assert "an-app" not in repr(known)
    assert "an-app" not in repr(Login("an-app", "https://api.firmly.work"))


@pytest.mark.parametrize(
    ("flags", "environment", "file", "sandbox", "server", "app_id"),
    [
        ({}, {}, {}, False, "", ""),
        ({}, {}, APP, False, "", "an-app"),
        ({}, {"app_id": "another"}, APP, False, "", "another"),
        ({"app_id": "mine"}, {"app_id": "another"}, APP, False, "", "mine"),
        (ELSEWHERE, APP, {}, False, "http://127.0.0.1:1", ""),
        ({"sandbox": True}, APP, {**APP, **HOST}, True, "", ""),
        ({}, {"sandbox": "1"}, APP, True, "", ""),
        ({}, {"sandbox": "0"}, APP, False, "", "an-app"),
        (APP, {"sandbox": "1"}, {}, False, "", "an-app"),
        ({}, {}, {"sandbox": "true"}, True, "", ""),
    ],
)
def test_the_first_place_that_names_a_shop_decides(
    tmp_path, flags, environment, file, sandbox, server, app_id
):
    found = settings(tmp_path, flags, environment, file)
    assert (found.sandbox, found.server, found.app_id) == (sandbox, server, app_id)
    assert found.embedded == (not server and not app_id)


def test_hosts_may_come_from_another_place_than_the_app_id(tmp_path):
    assert settings(tmp_path, APP, HOST, {}).api == "https://api.firmly.online"
    assert settings(tmp_path, HOST, {}, APP).api == "https://api.firmly.online"
    assert settings(tmp_path, {}, HOST, {}, login=True).api == "https://api.firmly.online"


@pytest.mark.parametrize(
    ("flags", "live"),
    [
        ({}, False),
        ({"sandbox": True}, False),
        (ELSEWHERE, False),
        ({"server": "http://[::1]:8000/"}, False),
        ({"server": "https://shop.example"}, True),
        ({"server": "127.0.0.1:8000"}, True),
        (APP, True),
        ({**APP, "api_url": "http://127.0.0.1:1"}, True),
    ],
)
def test_what_is_not_a_sandbox_on_this_machine_is_live(tmp_path, flags, live):
    assert settings(tmp_path, flags, {}, {}).is_live is live


@pytest.mark.parametrize(
    ("flags", "file", "said"),
    [
        ({**APP, **ELSEWHERE}, {}, "either --server"),
        ({**APP, "sandbox": True}, {}, "either --server"),
        (HOST, {}, "go with --app-id, or with `firmly-tui login`"),
        ({**HOST, **ELSEWHERE}, {}, "go with --app-id"),
        ({**HOST, "sandbox": True}, APP, "go with --app-id"),
        ({}, {"server": "http://[bad"}, "“http://.bad” cannot be read as an address. Give --server one"),
        (APP, {"status_url": "https://a:99999"}, "Give --status-url one"),
        ({"server": "http://127.0.0.1:0"}, {}, "cannot be read"),
    ],
)
def test_what_contradicts_itself_is_told(tmp_path, flags, file, said):
    with pytest.raises(SettingsError, match=said):
        settings(tmp_path, flags, {}, file)
