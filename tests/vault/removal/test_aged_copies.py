"""Retention where no key is at hand: whole vaults and copies, by the age of their files."""

import os

import pytest

from workstation.base import held_files
from workstation.base.paths import Folders
from workstation.domain.errors import NotErased
from workstation.media.cache import DiskCache
from workstation.vault.engine.last_use import note_use
from workstation.vault.engine.opening import VAULT_FILE, swap_in_rebuilt
from workstation.vault.removal.aged_copies import erase_aged, erase_copies
from workstation.vault.rescue import locked_vaults

SERVER = "https://clinic.example"
DAY = 86_400
NOW = 1_000 * DAY


def written(path, days_ago):
    """A file that was last written so many days ago."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"sealed")
    os.utime(path, (NOW - days_ago * DAY,) * 2)
    return path


@pytest.fixture
def root(tmp_path):
    return Folders.of_profile(tmp_path)


@pytest.fixture
def own(root):
    folders = root.account(SERVER, 1001)
    written(folders.data / VAULT_FILE, 400)
    written(folders.cache / "media" / "mine", 400)
    return folders


def left(own):
    return left_at(own, NOW)


def left_at(own, now):
    return erase_aged(own, (now - 365 * DAY) * 1000, now * 1000)


def test_a_colleague_s_vault_goes_once_its_last_write_is_too_old(root, own):
    old, fresh = root.account(SERVER, 1002), root.account(SERVER, 1003)
    for folders, days_ago in ((old, 366), (fresh, 364)):
        written(folders.data / VAULT_FILE, 500)
        written(folders.data / f"{VAULT_FILE}-wal", days_ago)
        written(folders.cache / "media" / "a", 500)
        written(folders.cache / "media" / "b", 300)
    assert left(own) == 1
    assert not old.data.exists()
    assert not old.cache.exists()
    assert locked_vaults.has_local_data(fresh.data / VAULT_FILE)
    assert [file.name for file in (fresh.cache / "media").iterdir()] == ["b"]


def test_one_file_that_somebody_holds_keeps_nothing_else_that_is_too_old(root, own, monkeypatch):
    old, fresh = root.account(SERVER, 1002), root.account(SERVER, 1003)
    written(old.data / VAULT_FILE, 500)
    written(fresh.data / VAULT_FILE, 1)
    for name in "abc":
        written(fresh.cache / "media" / name, 500)
    held, remove = [], held_files.remove

    def refuse_first(path):
        if path.parent.name == "media":
            held.append(path)
        if held == [path]:
            raise PermissionError
        remove(path)

    monkeypatch.setattr(held_files, "remove", refuse_first)
    with pytest.raises(NotErased):
        left(own)
    assert not old.data.exists()
    assert [*(fresh.cache / "media").iterdir()] == held[:1]


def test_a_folder_that_somebody_holds_keeps_nothing_else_that_is_too_old(root, own, monkeypatch):
    old = [root.account(SERVER, number) for number in (1002, 1003)]
    for folders in old:
        written(folders.data / VAULT_FILE, 500)
    picture = written(root.account(SERVER, 1004).cache / "media" / "a", 500)
    aside = [written(own.data / name / VAULT_FILE, 500).parent for name in ("damaged-1", "taken-1")]
    refused = hold_first(monkeypatch)
    with pytest.raises(NotErased):
        left(own)
    assert [path for path in [*(each.data for each in old), *aside] if path.exists()] == refused
    assert not picture.exists()


def test_a_copy_that_somebody_holds_keeps_no_other_from_a_purge(own, monkeypatch):
    copies = [written(own.data / f"damaged-{each}" / VAULT_FILE, 1).parent for each in "123"]
    refused = hold_first(monkeypatch)
    with pytest.raises(NotErased):
        erase_copies(own)
    assert [copy for copy in copies if copy.exists()] == refused


def hold_first(monkeypatch):
    """Let nobody rename what is renamed first; the paths that were refused."""
    refused, replace = [], held_files.replace

    def refuse_first(source, target):
        if not refused:
            refused.append(source)
            raise PermissionError
        replace(source, target)

    monkeypatch.setattr(held_files, "replace", refuse_first)
    return refused


def test_an_empty_battery_makes_no_colleague_s_vault_old(root, own):
    colleague = root.account(SERVER, 1002)
    written(colleague.data / VAULT_FILE, 2_000)
    note_use(colleague, (NOW - 2 * DAY) * 1000)
    assert left(own) == 0
    assert (colleague.data / VAULT_FILE).exists()
    note_use(colleague, (NOW - 366 * DAY) * 1000)
    assert left(own) == 1
    assert not colleague.data.exists()


def test_an_empty_battery_makes_no_copy_old_that_was_set_aside_just_now(own):
    """With words in it that were not sent, and a key that may return."""
    note_use(own, (NOW - 2 * DAY) * 1000)
    aside = locked_vaults.set_aside(own.data / VAULT_FILE)
    written(own.data / f"{VAULT_FILE}.rebuilt", 2_000)
    written(own.data / VAULT_FILE, 2_000)
    damaged = swap_in_rebuilt(own.data / VAULT_FILE)
    assert left(own) == 0
    assert (aside / VAULT_FILE).exists()
    assert (damaged / VAULT_FILE).exists()


@pytest.mark.parametrize("name", [VAULT_FILE, f"damaged-1/{VAULT_FILE}"])
def test_what_a_clock_years_ahead_has_dated_ages_from_the_day_on_which_that_is_seen(
    root, own, name
):
    """It would have stayed for as many years as the clock was ahead, and the policy's days."""
    colleague = root.account(SERVER, 1002)
    written(colleague.data / VAULT_FILE, 1)
    ahead = [written(folders.data / name, -4_000) for folders in (colleague, own)]
    seen = written(colleague.cache / "media" / "a", -4_000)
    if name == VAULT_FILE:
        ahead = ahead[:1]
    assert left(own) == 0
    assert all(file.exists() for file in (*ahead, seen))
    assert left_at(own, NOW + 364 * DAY) == 0
    left_at(own, NOW + 366 * DAY)
    assert not any(file.exists() for file in (*ahead, seen))


def test_media_that_a_clock_years_ahead_has_dated_were_used_last_on_the_day_on_which_that_is_seen(
    own,
):
    """Nobody looks at them again, so they would have stayed for as many years."""
    seen = written(own.cache / "media" / "a", -4_000)
    left(own)
    cache = DiskCache(seen.parent, bytes(32), 1 << 20)
    cache.drop_unused(NOW * 1000)
    assert seen.exists()
    cache.drop_unused(NOW * 1000 + 1)
    assert not seen.exists()


def test_no_use_is_noted_where_nothing_is_kept(root):
    note_use(root.account(SERVER, 1002), NOW * 1000)
    assert not root.account(SERVER, 1002).data.exists()


def test_the_vault_in_use_is_never_judged_by_its_files(own):
    left(own)
    assert (own.data / VAULT_FILE).exists()
    assert (own.cache / "media" / "mine").exists()


@pytest.mark.parametrize(
    "name",
    [
        f"damaged-1/{VAULT_FILE}",
        f"locked-1a2b3c/{VAULT_FILE}",
        f"taken-1a2b3c/{VAULT_FILE}",
        "outbox-backup-damaged-1",
        "lifeboat-damaged-1",
        "vault.key.unusable-1",
    ],
)
@pytest.mark.parametrize("member_id", [1001, 1002])
def test_a_copy_that_was_set_aside_goes_with_its_age(root, own, name, member_id):
    folders = root.account(SERVER, member_id)
    written(folders.data / VAULT_FILE, 1)
    other = name.replace("/", "0/") if "/" in name else f"{name}0"
    old, fresh = written(folders.data / name, 366), written(folders.data / other, 364)
    left(own)
    assert not old.exists()
    assert fresh.exists()
    assert (folders.data / VAULT_FILE).exists()
    assert not list(root.data.rglob("erasing-*"))


def test_what_lies_beside_folders_of_no_account_is_left_alone(tmp_path):
    beside = written(tmp_path / "letters" / "old.txt", 900)
    folders = Folders.of_profile(tmp_path)
    folders.prepare()
    assert left(folders) == 0
    assert beside.exists()


@pytest.mark.parametrize("name", ["outbox-backup-damaged-1", "lifeboat-damaged-1"])
def test_a_purge_leaves_no_second_file_that_was_given_up(own, name):
    """Also one that the first versions set aside, whose name for it was another."""
    copy = written(own.data / name, 1)
    erase_copies(own)
    assert not copy.exists()
