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
    size = [4 * len(PICTURE)]

    def disk_usage(folder):
        return SimpleNamespace(free=size[0] - used_bytes(folder))

    monkeypatch.setattr(cache, "FREE_BYTES", len(PICTURE))
    monkeypatch.setattr(cache.shutil, "disk_usage", disk_usage)
    shelf = DiskCache(tmp_path, KEY, 10**6)
    for address in "abc":
        shelf.put(address, PICTURE)
    assert [shelf.get(address) for address in "abc"] == [None, PICTURE, PICTURE]
    size[0] = len(PICTURE)  # others took the rest
    shelf.put("d", PICTURE)
    assert used_bytes(tmp_path) == 0, "what is written has the room of all pictures now"
    assert shelf.get("d") is None
