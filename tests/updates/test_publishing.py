"""What IT's side refuses before it writes anything."""

import os
import shutil
import time

import pytest

from tests.fakes.update_repository import NOON, passphrase
from workstation.domain.errors import InputError
from workstation.domain.update_errors import UpdateRefused
from workstation.updates import private_folder
from workstation.updates.publishing.repository import Repository, make_repository


@pytest.mark.parametrize("threshold", [0, 2])
def test_no_repository_asks_for_more_signatures_than_it_has_keys(tmp_path, threshold):
    folder, keys = tmp_path / "share", tmp_path / "keys"
    with pytest.raises(InputError) as refused:
        make_repository(folder, keys, passphrase, NOON, release_threshold=threshold)
    assert refused.value.field == "release_threshold"
    assert not folder.exists()
    assert not keys.exists()


def test_a_folder_without_a_root_is_no_repository(tmp_path):
    with pytest.raises(InputError) as refused:
        Repository(tmp_path, NOON)
    assert (refused.value.field, refused.value.reason) == ("folder", "malformed")


def test_another_document_under_the_name_of_the_root_is_none(administrator):
    shutil.copy(
        administrator.folder / "metadata/timestamp.json",
        administrator.folder / "metadata/2.root.json",
    )
    with pytest.raises(InputError) as refused:
        Repository(administrator.folder, NOON)
    assert (refused.value.field, refused.value.reason) == ("metadata", "malformed")


def test_a_package_that_another_step_is_installing_stays_and_those_of_earlier_go(
    tmp_path, monkeypatch
):
    """Two at once, or one right after the other: an installer reads on from the first's folder."""

    def made(folder):
        folder.mkdir()
        return folder

    monkeypatch.setattr(private_folder, "make_private", made)  # whose it is says another test
    in_use, left = (private_folder.make_install_folder(tmp_path) for _ in range(2))
    for folder in (in_use, left):
        (folder / "setup.msi").write_bytes(b"package")
    hours_ago = time.time() - 2 * private_folder.INSTALLING_SECONDS
    os.utime(left, (hours_ago, hours_ago))
    private_folder.make_install_folder(tmp_path)
    assert (in_use / "setup.msi").read_bytes() == b"package"
    assert not left.exists()


def test_a_folder_to_install_from_that_somebody_else_filled_is_not_used(tmp_path, monkeypatch):
    monkeypatch.setattr(private_folder.secrets, "token_hex", lambda _length: "guessed")
    monkeypatch.setattr(private_folder.shutil, "rmtree", lambda *_path, **_how: None)
    filled = tmp_path / f"{private_folder._INSTALL}guessed"
    filled.mkdir(mode=0o700)
    (filled / "setup.exe").write_bytes(b"theirs")
    with pytest.raises(UpdateRefused) as refused:
        private_folder.make_install_folder(tmp_path)
    assert refused.value.reason == "untrusted_folder"
