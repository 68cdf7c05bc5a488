"""A recording is decoded once: after that its outline comes from beside it."""

import json
from pathlib import Path
from types import SimpleNamespace

import pytest

from workstation.devices import waves
from workstation.devices.waves import NO_SOUND, Outline, pack_outline, require_sound
from workstation.domain.address import ApiBase
from workstation.domain.errors import BrokenMedia
from workstation.media.cache import MediaCache
from workstation.media.library import MediaLibrary
from workstation.media.origins import MediaOrigins
from workstation.services import outlines
from workstation.services.outlines import OutlineReader

VOICE = Path("tests/devices/voices/narrow.amr").read_bytes()
ANOTHER = Path("tests/devices/voices/wide.amr").read_bytes()
URL, KEY, BARS = "https://hospital.example/v1/media/voice.amr", bytes(32), 36


class Account:
    """The media of one sign-in after another, on one disk."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.sign_in()

    def sign_in(self) -> None:
        self.cache = MediaCache(self.folder, KEY)
        origins = MediaOrigins(ApiBase.parse("https://hospital.example/v1"))
        self.library = MediaLibrary(SimpleNamespace(), origins, self.cache)  # type: ignore[arg-type]
        self.outlines = OutlineReader(self.library)

    async def has(self, content: bytes) -> None:
        """The recording was fetched, or is another one now."""
        await self.library.keep(URL, content)


@pytest.fixture
def account(tmp_path: Path) -> Account:
    """A cache on the disk, with one recording."""
    return Account(tmp_path / "media")


@pytest.fixture
def decoded(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """What the decoder was started for, each time; the real one."""
    contents: list[bytes] = []
    real = waves.read_wave

    async def read_wave(content: bytes, bars: int) -> Outline:
        contents.append(content)
        return await real(content, bars)

    monkeypatch.setattr(outlines, "read_wave", read_wave)
    monkeypatch.setattr(waves, "read_wave", read_wave)
    monkeypatch.setattr(waves, "_proved", type(waves._proved)())
    return contents


async def test_after_a_restart_nothing_is_decoded_again(account, decoded):
    await account.has(VOICE)
    first = await account.outlines.read(URL, VOICE, BARS)
    account.sign_in()
    assert await account.outlines.read(URL, VOICE, BARS) == first
    assert len(first[0]) == BARS
    assert decoded == [VOICE]


async def test_what_has_an_outline_is_played_without_being_decoded(account, decoded):
    await account.has(VOICE)
    await account.outlines.read(URL, VOICE, BARS)
    account.sign_in()
    waves._proved.clear()
    await account.outlines.read(URL, VOICE, BARS)
    await require_sound(VOICE)
    assert decoded == [VOICE]


async def test_one_that_is_played_is_tried_twice_before_it_is_called_damaged(monkeypatch):
    """As one that is on show: it is asked for by a click, or after the one before it."""
    monkeypatch.setattr(waves, "_proved", type(waves._proved)())
    answers = [NO_SOUND, ((1.0,) * BARS, 32_000), NO_SOUND, NO_SOUND]

    async def read_wave(_content: bytes, _bars: int) -> Outline:
        return answers.pop(0)

    monkeypatch.setattr(waves, "read_wave", read_wave)
    await require_sound(VOICE)
    with pytest.raises(BrokenMedia):
        await require_sound(VOICE)
    assert answers == []


async def test_one_that_the_decoder_did_not_come_to_the_end_of_is_decoded_again(
    account, monkeypatch
):
    """On a busy computer; also where an earlier program has kept what there was of it."""
    partial, whole = ((1.0,) * 7 + (0.0,) * 29, 32_000), ((1.0,) * BARS, 32_000)
    answers = [partial, whole]

    async def read_wave(_content: bytes, _bars: int) -> Outline:
        return answers.pop(0)

    monkeypatch.setattr(outlines, "read_wave", read_wave)
    await account.has(VOICE)
    await account.library.keep_outline(URL, pack_outline(partial, VOICE))
    outlines_read = [await account.outlines.read(URL, VOICE, BARS) for _ in range(3)]
    assert outlines_read == [partial, whole, whole]


async def test_another_recording_under_the_address_is_decoded(account, decoded):
    await account.has(VOICE)
    first = await account.outlines.read(URL, VOICE, BARS)
    await account.has(ANOTHER)
    second = await account.outlines.read(URL, ANOTHER, BARS)
    assert second != first
    assert await account.outlines.read(URL, ANOTHER, BARS) == second
    assert decoded == [VOICE, ANOTHER]


@pytest.mark.parametrize(
    "packed",
    [
        b"",
        b"[]",
        b"\xff",
        json.dumps({"peaks": [2.0] * BARS, "length_ms": 3_000}).encode(),
        json.dumps({"peaks": [1.0] * BARS, "length_ms": 3_000}).encode(),
        pack_outline(((1.0,) * BARS, 3_000), ANOTHER),
        pack_outline(((1.0,) * 12, 3_000), VOICE),
        pack_outline(((2.0,) * BARS, 3_000), VOICE),
        pack_outline(((1.0,) * BARS, 3_000), VOICE)[:-1],
    ],
)
async def test_what_is_no_outline_of_it_is_not_believed(account, decoded, packed):
    await account.has(VOICE)
    await account.library.keep_outline(URL, packed)
    peaks, length_ms = await account.outlines.read(URL, VOICE, BARS)
    assert (len(peaks), length_ms) == (BARS, pytest.approx(3_000, abs=150))
    assert decoded == [VOICE]


async def test_what_is_no_sound_leaves_nothing_and_is_tried_again(account, decoded):
    await account.has(VOICE[:20])
    for _ in range(2):
        assert await account.outlines.read(URL, VOICE[:20], BARS) == NO_SOUND
    assert len(decoded) == 2
    assert len(list(account.folder.iterdir())) == 1


async def test_it_goes_with_its_recording(account):
    await account.has(VOICE)
    await account.outlines.read(URL, VOICE, BARS)
    assert len(list(account.folder.iterdir())) == 2
    assert await account.library.drop([URL])
    assert list(account.folder.iterdir()) == []


async def test_of_a_recording_that_is_gone_meanwhile_nothing_is_left(account):
    await account.has(VOICE)
    await account.library.drop([URL])
    await account.outlines.read(URL, VOICE, BARS)
    assert list(account.folder.iterdir()) == []


async def test_the_outline_tells_nothing_on_the_disk(account):
    await account.has(VOICE)
    await account.outlines.read(URL, VOICE, BARS)
    contents = [file.read_bytes() for file in account.folder.iterdir()]
    assert len(contents) == 2
    assert not any(b"peaks" in content for content in contents)


async def test_an_own_recording_is_decoded_until_it_is_uploaded(account, decoded):
    await account.outlines.read("own:7", VOICE, BARS)
    assert decoded == [VOICE]
    assert not account.folder.exists()


async def test_behind_the_lock_nothing_is_kept(account, decoded):
    await account.has(VOICE)
    account.library.shut()
    await account.outlines.read(URL, VOICE, BARS)
    account.library.reopen(KEY)
    await account.outlines.read(URL, VOICE, BARS)
    assert decoded == [VOICE, VOICE]
