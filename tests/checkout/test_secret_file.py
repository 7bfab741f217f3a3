"""Files with secrets are their owner's alone, or they are not used."""

import os
from pathlib import Path

import pytest

from firmly_tui.checkout import SecretsError
from firmly_tui.checkout.secret_file import NotCleared, SecretFiles


@pytest.fixture
def files(tmp_path: Path) -> SecretFiles:
    return SecretFiles(tmp_path / "home" / "secrets")


def only_file(files: SecretFiles) -> Path:
    (path,) = files.folder.iterdir()
    return path


def test_a_secret_is_kept_replaced_and_forgotten(files: SecretFiles) -> None:
    assert files.get("a") is None
    for secret in ("one", "two"):
        files.set("a", secret)
        assert files.get("a") == secret
        assert files.get("b") is None
    files.delete("a")
    files.delete("a")
    assert files.get("a") is None


@pytest.mark.parametrize("umask", [0, 0o277])
def test_no_umask_opens_them_to_others(files: SecretFiles, umask: int) -> None:
    files.make()
    before = os.umask(umask)
    try:
        files.set("a", "one")
    finally:
        os.umask(before)
    assert only_file(files).stat().st_mode & 0o077 == 0
    assert files.folder.stat().st_mode & 0o077 == 0


def test_what_is_open_to_others_is_closed_and_said(files: SecretFiles) -> None:
    files.set("a", "one")
    files.folder.chmod(0o755)
    only_file(files).chmod(0o644)
    assert files.get("a") == "one"
    assert [path.stat().st_mode & 0o777 for path in (files.folder, only_file(files))] == [0o700, 0o600]
    assert [sentence.partition(" was open to other users")[0] for sentence in files.mended] == [
        str(files.folder),
        str(only_file(files)),
    ]


def test_a_linked_file_is_neither_read_nor_written(files: SecretFiles, tmp_path: Path) -> None:
    files.set("a", "one")
    path, elsewhere = only_file(files), tmp_path / "elsewhere"
    path.rename(elsewhere)
    path.symlink_to(elsewhere)
    before = elsewhere.read_bytes()
    with pytest.raises(SecretsError, match="is a link"):
        files.get("a")
    with pytest.raises(SecretsError, match="is a link"):
        files.set("a", "two")
    assert elsewhere.read_bytes() == before


@pytest.mark.parametrize("which", ["home", "secrets"])
def test_a_linked_folder_is_not_written_to(files: SecretFiles, tmp_path: Path, which: str) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    link = files.folder if which == "secrets" else files.folder.parent
    link.parent.mkdir(exist_ok=True)
    link.symlink_to(elsewhere)
    with pytest.raises(SecretsError, match="is a link"):
        files.set("a", "one")
    assert list(elsewhere.iterdir()) == []


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root gives files away")
@pytest.mark.parametrize("which", ["file", "folder"])
def test_what_belongs_to_another_is_not_used(files: SecretFiles, which: str) -> None:
    files.set("a", "one")
    os.chown(only_file(files) if which == "file" else files.folder, 12345, -1)
    for use in (lambda: files.get("a"), lambda: files.set("a", "two")):
        with pytest.raises(SecretsError, match="belongs to another user"):
            use()


@pytest.mark.parametrize("content", [b"", b"no json", b"[]", b'{"secret": 7}', b"\xff\xfe"])
def test_a_damaged_file_holds_nothing(files: SecretFiles, content: bytes) -> None:
    files.set("a", "one")
    only_file(files).write_bytes(content)
    assert files.get("a") is None
    files.set("a", "two")
    assert files.get("a") == "two"


def test_clearing_goes_past_links_and_folders_and_reports_them_last(
    files: SecretFiles, tmp_path: Path
) -> None:
    files.set("a", "one")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_text('{"name": "not ours"}')
    (files.folder / "0.json").symlink_to(elsewhere)
    (files.folder / "1.json").mkdir()
    with pytest.raises(NotCleared, match=r"cannot be removed: 1\.json") as told:
        files.clear()
    assert told.value.names == ["a"]
    assert [path.name for path in files.folder.iterdir()] == ["1.json"]
    assert elsewhere.exists()


def test_clearing_removes_drafts_and_the_folder_too(files: SecretFiles) -> None:
    files.set("a", "one")
    (files.folder / ".x.json.1.new").write_text("half a secret")
    assert files.clear() == ["a"]
    assert not files.folder.exists()
    assert files.clear() == []
