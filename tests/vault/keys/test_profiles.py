"""The same doctor in two profiles of one keyring: what is done in one leaves the other its key."""

import math
import secrets
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest

from tests.fakes.secrets import SafeKeys
from tests.session.storages import ACCOUNT, say, unsent
from workstation.base import held_files
from workstation.base.clock import SystemClock
from workstation.base.paths import Folders
from workstation.domain.errors import KeyringUnavailable, WrongKey
from workstation.domain.keys import KeyKind
from workstation.services.audit import AuditTrail
from workstation.services.wiping import Wiping
from workstation.session.storage import Storage, open_on_disk
from workstation.vault.keys import key_cost, profile_entries
from workstation.vault.keys.key_chain import KeyChain
from workstation.vault.keys.key_cost import KeyCost
from workstation.vault.keys.profile_entries import NAME_FILE, profile_name

SERVER, DOCTOR = "https://clinic.test", 1001
CODE = "解锁 123456"


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(key_cost, "MIN_MEMORY_KIB", 64)


class EndingKeys(SafeKeys):
    """A keyring that takes so many changes more, as where the power is lost."""

    steps_left = math.inf

    async def write(self, name: str, secret: str) -> None:
        """Raises ``KeyringUnavailable`` where the end has come."""
        self._count()
        await super().write(name, secret)

    async def remove(self, name: str) -> None:
        """Raises ``KeyringUnavailable`` where the end has come."""
        self._count()
        await super().remove(name)

    def _count(self) -> None:
        if self.steps_left <= 0:
            raise KeyringUnavailable("ended")
        self.steps_left -= 1


class Profile:
    """One folder of the program; ``is_old`` is one of a program that had common entries."""

    def __init__(self, place: Path, keyring: SafeKeys, *, is_old: bool = False) -> None:
        self.root, self.keyring, self._is_old = Folders.of_profile(place), keyring, is_old
        self.own = self.root.account(SERVER, DOCTOR)

    def chain(self) -> KeyChain:
        """As a new run has it."""
        return KeyChain(
            self.own, self.keyring, ACCOUNT, choose=lambda: KeyCost(64, 1), profile=self.name()
        )

    def name(self) -> str:
        """Its name in the keyring."""
        return "" if self._is_old else profile_name(self.root.data)

    async def write(self, text: str) -> None:
        """Have something there that was not sent."""
        storage = await self.open()
        await say(storage, text)
        storage.vault.close()

    async def open(self) -> Storage:
        """The data as at a sign-in. Raises ``StorageError``."""
        return await open_on_disk(self.own, self.chain())

    async def read(self) -> list[str]:
        """What was not sent."""
        storage = await self.open()
        texts = await unsent(storage)
        storage.vault.close()
        return texts

    async def wipe(self) -> None:
        """Erase all of the doctor's here."""
        wiping = Wiping(self.root, self.keyring, AuditTrail(self.root, SystemClock()), self.name())
        await wiping.wipe(self.own, ACCOUNT, DOCTOR)


@pytest.fixture
def keyring() -> SafeKeys:
    """One keyring for both."""
    return SafeKeys()


@pytest.fixture
def first(tmp_path: Path, keyring: SafeKeys) -> Profile:
    """A profile."""
    return Profile(tmp_path / "first", keyring)


@pytest.fixture
def second(tmp_path: Path, keyring: SafeKeys) -> Profile:
    """Another one of the same doctor."""
    return Profile(tmp_path / "second", keyring)


async def test_a_wipe_in_one_leaves_the_other_readable(first, second, keyring):
    await first.write("one")
    await second.write("two")
    await first.wipe()
    assert await second.read() == ["two"]
    await second.wipe()
    assert keyring.secrets == {}


async def test_each_has_a_key_of_its_own(first, second):
    await first.write("one")
    await second.write("two")
    assert await first.chain().read_key() != await second.chain().read_key()


@pytest.mark.parametrize("kind", [KeyKind.CODE, KeyKind.BOTH])
async def test_a_code_in_one_leaves_the_other_its_key_and_its_token(first, second, kind):
    await first.write("one")
    await second.write("two")
    await second.chain().write_token("token")
    chain = first.chain()
    await chain.set_code(CODE, kind)
    assert await second.read() == ["two"]
    assert await second.chain().read_token() == "token"
    await second.wipe()
    again = first.chain()
    assert await again.unlock(CODE) == await chain.read_key()


async def test_a_profile_that_is_moved_takes_its_name_along(first, tmp_path, keyring):
    await first.write("one")
    (tmp_path / "first").rename(tmp_path / "moved")
    assert await Profile(tmp_path / "moved", keyring).read() == ["one"]


async def test_a_profile_of_before_takes_its_key_over_and_leaves_the_common_one(tmp_path, keyring):
    old = [Profile(tmp_path / name, keyring, is_old=True) for name in ("first", "second")]
    for each in old:
        await each.write("said before")
        await each.chain().write_token("token")
    new = [Profile(tmp_path / name, keyring) for name in ("first", "second")]
    assert await new[0].chain().read_token() == "token"
    assert [await each.read() for each in new] == [["said before"], ["said before"]]
    await new[0].wipe()
    assert await new[1].read() == ["said before"]
    assert await old[1].read() == ["said before"]


@pytest.mark.parametrize("steps", range(4))
async def test_an_end_between_two_steps_of_taking_over_leaves_no_token_behind(tmp_path, steps):
    """The common one would outlive a signing out, and whoever signed in would do so again."""
    keyring = EndingKeys()
    old = Profile(tmp_path / "first", keyring, is_old=True)
    await old.write("said before")
    await old.chain().write_token("token")
    keyring.steps_left = steps
    with suppress(KeyringUnavailable):
        await Profile(tmp_path / "first", keyring).chain().read_key()
    keyring.steps_left = math.inf
    again = Profile(tmp_path / "first", keyring)
    assert await again.read() == ["said before"]
    assert await again.chain().read_token() == "token"
    assert await old.chain().entries.read_token() is None


async def test_a_code_leaves_the_key_of_what_was_set_aside_before_to_be_found(
    tmp_path, keyring, expect_log
):
    """It lies among the common entries: the keyring could not be read when the code was chosen."""
    expect_log.append("of a cache set aside 1 unsent messages")
    old = Profile(tmp_path / "first", keyring, is_old=True)
    await old.write("said before")
    aside = await old.chain().read_key()
    keyring.lasting = False
    await old.chain().set_code(CODE)
    keyring.lasting = True
    new = Profile(tmp_path / "first", keyring)
    chain = new.chain()
    await chain.unlock(CODE)
    assert await chain.read_other_keys() == (aside,)
    storage = await open_on_disk(new.own, chain)
    assert await unsent(storage) == ["said before"]
    storage.vault.close()


async def test_the_half_of_a_key_of_before_is_taken_over(tmp_path, keyring):
    old = Profile(tmp_path / "first", keyring, is_old=True)
    await old.write("said before")
    await old.chain().set_code(CODE, KeyKind.BOTH)
    chain = Profile(tmp_path / "first", keyring).chain()
    await chain.unlock(CODE)
    await old.chain().entries.remove_half()
    assert await Profile(tmp_path / "first", keyring).chain().unlock(CODE)


async def test_the_common_key_is_no_key_for_data_that_it_does_not_open(tmp_path, first, keyring):
    await first.write("one")
    await first.chain().entries.remove_all()
    await Profile(tmp_path / "other", keyring, is_old=True).write("two")
    with pytest.raises(WrongKey):
        await first.open()
    assert await first.chain().entries.read_key() is None


async def test_a_key_that_is_not_taken_over_is_not_taken_for_gone(tmp_path, keyring, monkeypatch):
    await Profile(tmp_path / "first", keyring, is_old=True).write("said before")
    new = Profile(tmp_path / "first", keyring)

    async def refuse(_name: str, _secret: str) -> None:
        raise KeyringUnavailable("refused")

    with monkeypatch.context() as patched:
        patched.setattr(keyring, "write", refuse)
        with pytest.raises(KeyringUnavailable):
            await new.open()
    assert await new.read() == ["said before"]


def test_the_users_own_folders_have_no_name_and_a_profile_keeps_its_own(tmp_path, monkeypatch):
    own = Folders.of_profile(tmp_path / "own")
    monkeypatch.setattr(Folders, "of_user", lambda: own)
    assert profile_name(own.data) == ""
    assert not (own.data / NAME_FILE).exists()
    name = profile_name(tmp_path / "data")
    assert name
    assert profile_name(tmp_path / "data") == name
    (tmp_path / "data" / NAME_FILE).write_text("damaged")
    assert profile_name(tmp_path / "data") not in {"", name}
    monkeypatch.setattr(profile_entries, "create_partial", _refuse)
    assert profile_name(tmp_path / "readonly") == ""


def test_a_name_that_an_editor_saved_with_the_end_of_a_line_is_the_same(tmp_path):
    """Taken for a damaged one it would be made anew, and the key under it be lost."""
    name = profile_name(tmp_path)
    for end in ("\n", "\r\n"):
        (tmp_path / NAME_FILE).write_bytes(f"{name}{end}".encode())
        assert profile_name(tmp_path) == name


def test_a_name_that_was_made_is_told_though_a_scanner_holds_what_it_was_written_to(
    tmp_path, monkeypatch
):
    """The first run would keep its key under no name, the next one look for it under this."""
    with monkeypatch.context() as patched:
        patched.setattr(held_files, "remove", _refuse)
        name = profile_name(tmp_path)
    assert name == profile_name(tmp_path) != ""


@pytest.mark.parametrize("link", [Path.hardlink_to, lambda *_: _refuse()])
def test_whoever_asks_at_the_same_time_is_told_the_same_name(tmp_path, monkeypatch, link):
    """The audit log asks beside the sign-in; so does a check beside the program."""
    monkeypatch.setattr(Path, "hardlink_to", link)
    data, others = tmp_path / "data", "0123456789abcdef"

    def make_one_meanwhile(count):
        (data / NAME_FILE).write_text(others)
        return "f" * 2 * count

    monkeypatch.setattr(secrets, "token_hex", make_one_meanwhile)
    assert profile_name(data) == others
    assert [file.name for file in data.iterdir()] == [NAME_FILE]


def test_a_file_system_without_links_has_a_name_too(tmp_path, monkeypatch):
    monkeypatch.setattr(Path, "hardlink_to", _refuse)
    name = profile_name(tmp_path / "data")
    assert (name, [file.name for file in (tmp_path / "data").iterdir()]) == (name, [NAME_FILE])
    assert profile_name(tmp_path / "data") == name != ""


def test_threads_that_ask_at_once_are_told_one_name(tmp_path):
    with ThreadPoolExecutor(8) as threads:
        names = set(threads.map(profile_name, [tmp_path / "data"] * 64))
    assert names == {(tmp_path / "data" / NAME_FILE).read_text()}


def _refuse(*_: object) -> None:
    raise PermissionError
