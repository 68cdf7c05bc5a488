"""What a computer believes, and how it goes on believing it."""

import asyncio
import shutil
import threading

import pytest

from tests.fakes.update_repository import DAY, Administrator
from workstation.domain.update_errors import UpdateRefused, UpdateUnreachable
from workstation.domain.updates import ProgramVersion
from workstation.updates.publishing.repository import Repository
from workstation.updates.repository_source import FolderSource, open_regular
from workstation.updates.trust_store import TrustStore
from workstation.updates.verification import verify_repository


def versions(verified):
    return {str(release.version): set(release.rings) for release in verified.releases}


def test_what_was_signed_is_read(computer):
    assert versions(asyncio.run(computer.look())) == {"1.4.0": {"all"}}


def test_a_repository_that_is_only_renewed_stays_what_it_is(administrator, computer):
    asyncio.run(computer.look())
    administrator.now += 20 * DAY
    administrator.renew()
    assert versions(asyncio.run(computer.look())) == {"1.4.0": {"all"}}


def test_a_computer_that_was_off_for_long_goes_on(administrator, computer):
    """What it has expired meanwhile; it still bounds what is newer."""
    asyncio.run(computer.look())
    administrator.now += 200 * DAY
    administrator.add("1.5.0")
    administrator.approve("1.5.0", "pilot")
    assert set(versions(asyncio.run(computer.look()))) == {"1.4.0", "1.5.0"}


def test_a_renewed_root_is_followed_from_the_pinned_one(administrator, computer):
    asyncio.run(computer.look())
    for _ in range(3):
        administrator.now += 20 * DAY
        repository = Repository(administrator.folder, administrator.now)
        assert repository.renew_root(administrator.ring()).published
        administrator.renew()
    verified = asyncio.run(computer.look())
    assert "metadata/4.root.json" in verified.documents
    fresh = TrustStore(administrator.folder.parent / "fresh", administrator.root)
    source = FolderSource(administrator.folder)
    again = asyncio.run(verify_repository(source, fresh, administrator.root, administrator.now_ms))
    assert again.documents == verified.documents


def test_one_key_of_the_root_makes_no_root(administrator):
    repository = Repository(administrator.folder, administrator.now)
    assert not repository.renew_root(administrator.ring("root-1")).published
    assert not (administrator.folder / "metadata/2.root.json").exists()


def test_two_have_to_sign_where_two_are_asked_for(tmp_path):
    it = Administrator.of(tmp_path, release_keys=3, release_threshold=2)
    package = it.packages / "doctor-workstation_1.4.0_amd64.deb"
    package.write_bytes(b"package")
    repository = Repository(it.folder, it.now)
    repository.add(package, ProgramVersion.parse("1.4.0"))
    first = repository.sign(it.ring("release-1", "freshness-1"))
    assert (first.have, first.needed, first.published) == (1, 2, False)
    source, store = FolderSource(it.folder), TrustStore(tmp_path / "trusted", it.root)
    assert not asyncio.run(verify_repository(source, store, it.root, it.now_ms)).releases
    second = Repository(it.folder, it.now).sign(it.ring("release-3", "freshness-1"))
    assert (second.have, second.needed, second.published) == (2, 2, True)
    assert asyncio.run(verify_repository(source, store, it.root, it.now_ms)).releases


def test_a_new_repository_begins_anew(computer, tmp_path):
    """Lost keys: IT makes another one, and says so by policy; the old one is forgotten."""
    asyncio.run(computer.look())
    other = Administrator.of(tmp_path, "other")
    store = TrustStore(tmp_path / "trusted", other.root)
    asyncio.run(verify_repository(FolderSource(other.folder), store, other.root, other.now_ms))
    asyncio.run(store.forget_others())
    assert len(list((tmp_path / "trusted").iterdir())) == 1


def test_a_clock_that_ran_ahead_is_believed_no_longer_than_the_metadata(administrator, computer):
    ahead = administrator.now + 3650 * DAY
    with pytest.raises(UpdateRefused):
        asyncio.run(computer.look(ahead))
    asyncio.run(computer.look())


def test_a_share_that_is_not_there_is_no_alarm(administrator, computer):
    administrator.folder.rename(administrator.folder.with_name("away"))
    with pytest.raises(UpdateUnreachable):
        asyncio.run(computer.look())


def test_a_store_that_somebody_wrote_to_harms_nothing(computer, tmp_path):
    asyncio.run(computer.look())
    for path in (tmp_path / "trusted").rglob("*"):
        if path.is_file():
            path.write_bytes(b"{}")
    assert versions(asyncio.run(computer.look())) == {"1.4.0": {"all"}}


def test_only_an_ordinary_file_is_opened(tmp_path):
    (tmp_path / "file").write_bytes(b"x")
    (tmp_path / "folder").mkdir()
    with open_regular(tmp_path / "file") as file:
        assert file.read() == b"x"
    with pytest.raises(OSError, match=r".*"):
        open_regular(tmp_path / "folder")
    shutil.rmtree(tmp_path / "folder")


def test_what_was_verified_is_read_and_kept_in_another_thread(computer, monkeypatch):
    """A scanner may hold each file for seconds, in the middle of a doctor's work."""
    place, threads = TrustStore._place, []

    def noting(store, name):
        threads.append(threading.get_ident())
        return place(store, name)

    monkeypatch.setattr(TrustStore, "_place", noting)
    for _ in range(2):
        asyncio.run(computer.look())
    assert len(threads) > 10
    assert threading.get_ident() not in threads
