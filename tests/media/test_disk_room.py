"""How much of a disk fetched media may take, where little of it is left."""

from types import SimpleNamespace

from workstation.media import cache
from workstation.media.cache import DiskCache

KEY = bytes(range(32))
PICTURE = bytes(1_200)


def used_bytes(folder):
    """How many bytes the media in a folder take."""
    return sum(file.stat().st_size for file in folder.iterdir())


def test_pictures_leave_the_end_of_a_disk_to_what_a_doctor_writes(tmp_path, monkeypatch):
    def disk_usage(folder):
        return SimpleNamespace(free=4 * len(PICTURE) - used_bytes(folder))

    monkeypatch.setattr(cache, "FREE_BYTES", len(PICTURE))
    monkeypatch.setattr(cache.shutil, "disk_usage", disk_usage)
    shelf = DiskCache(tmp_path, KEY, 10**6)
    for address in "abc":
        shelf.put(address, PICTURE)
    assert [shelf.get(address) for address in "abc"] == [PICTURE, PICTURE, None]
