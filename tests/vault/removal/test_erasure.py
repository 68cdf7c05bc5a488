"""Erasing: gone in one step, whatever interrupts it; nothing half gone is taken for a vault."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.vault.people import KEY
from workstation.base.paths import Folders
from workstation.domain.errors import NotErased
from workstation.vault.database import Vault
from workstation.vault.engine.opening import VAULT_FILE
from workstation.vault.key_file_names import KEY_FILES
from workstation.vault.removal import erasure
from workstation.vault.rescue import locked_vaults

ROOT = Path(__file__).parents[3]
SERVER = "https://clinic.example"
ACCOUNT = f"{SERVER} 1001"


@pytest.fixture
def computer(tmp_path):
    """Two doctors' data, the first one's with a key file, copies set aside, and pictures."""
    root = Folders.of_profile(tmp_path / "pc")
    for member_id in (1001, 1002):
        folders = root.account(SERVER, member_id)
        folders.prepare()
        Vault.open(folders.data / VAULT_FILE, KEY).close()
        (folders.cache / "media").mkdir()
        (folders.cache / "media" / "a1").write_bytes(b"sealed")
    own = root.account(SERVER, 1001)
    for name in KEY_FILES:
        (own.data / name).write_bytes(b"wrapped")
    for aside in ("damaged-1", "locked-1"):
        (own.data / aside).mkdir()
        (own.data / aside / VAULT_FILE).write_bytes(b"old")
    return root


def entries(root):
    return {path.relative_to(root.data.parent).as_posix() for path in root.data.parent.rglob("*")}


def test_all_of_one_account_is_gone_and_the_other_doctor_has_everything(computer):
    own, other = computer.account(SERVER, 1001), computer.account(SERVER, 1002)
    erasure.begin(own, ACCOUNT)
    assert erasure.begun_accounts(computer) == (ACCOUNT,)
    erasure.finish(computer)
    assert not [name for name in entries(computer) if own.data.name in name]
    assert erasure.begun_accounts(computer) == ()
    Vault.open(other.data / VAULT_FILE, KEY).close()
    assert (other.cache / "media" / "a1").exists()


def test_killed_before_each_step_it_is_all_there_or_the_next_start_ends_it(computer):
    template = computer.data.parent
    printed = subprocess.run(  # noqa: S603 - our own
        [sys.executable, "-m", "tests.vault.killed_erasing", str(template), ACCOUNT],
        cwd=ROOT, capture_output=True, text=True, check=True, timeout=120,
    ).stdout  # fmt: skip
    steps, begun = int(printed), 0
    for number in range(steps):
        root = Folders.of_profile(Path(f"{template}-{number}"))
        own = root.account(SERVER, 1001)
        if own.data.exists():
            names = {path.name for path in own.data.iterdir()} - {"account"}
            assert names >= {VAULT_FILE, "damaged-1", "locked-1", *KEY_FILES}
            Vault.open(own.data / VAULT_FILE, KEY).close()
            continue
        begun += 1
        assert not locked_vaults.has_local_data(own.data / VAULT_FILE)
        assert locked_vaults.find_matching(own.data / VAULT_FILE, KEY) == []
        erasure.finish(root)
        assert not [name for name in entries(root) if own.data.name in name]
        assert not [name for name in entries(root) if erasure.PREFIX in name]
    assert begun > 10


def test_what_a_link_leads_to_stays(computer, tmp_path):
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "mine.txt").write_text("stays")
    own = computer.account(SERVER, 1001)
    (own.data / "letters").symlink_to(tmp_path / "letters", target_is_directory=True)
    erasure.begin(own, ACCOUNT)
    erasure.finish(computer)
    assert (tmp_path / "letters" / "mine.txt").read_text() == "stays"
    assert not [name for name in entries(computer) if own.data.name in name]


def test_a_picture_that_somebody_holds_keeps_no_key_and_no_word(computer, monkeypatch):
    own, other = (computer.account(SERVER, number) for number in (1001, 1002))
    held, removed = own.cache / "media" / "a1", erasure.held_files.remove

    def refuse(path):
        if path == held:
            raise PermissionError
        removed(path)

    monkeypatch.setattr(erasure.held_files, "remove", refuse)
    for folders, account in ((own, ACCOUNT), (other, f"{SERVER} 1002")):
        erasure.begin(folders, account)
    with pytest.raises(NotErased):
        erasure.finish(computer)
    assert [path for path in computer.cache.rglob("*") if path.is_file()] == [held]
    files = [path for path in computer.data.rglob("*") if path.is_file()]
    assert [path.read_text() for path in files] == [ACCOUNT], "by which the next start goes on"


def test_a_file_that_cannot_be_removed_is_said_and_removed_by_the_next_call(computer, monkeypatch):
    held, removed = "a1", erasure.held_files.remove

    def refuse(path):
        if path.name == held:
            raise PermissionError
        removed(path)

    own = computer.account(SERVER, 1001)
    erasure.begin(own, ACCOUNT)
    monkeypatch.setattr(erasure.held_files, "remove", refuse)
    with pytest.raises(NotErased):
        erasure.finish(computer)
    assert erasure.begun_accounts(computer) == (ACCOUNT,)
    monkeypatch.setattr(erasure.held_files, "remove", removed)
    erasure.finish(computer)
    assert not [name for name in entries(computer) if own.data.name in name]
