"""Photos that may be unfit to be judged: found, marked, said, and never more than an estimate."""

import io
import threading
from dataclasses import replace

import pytest
from PIL import Image, ImageChops, ImageFilter
from PySide6.QtCore import QObject, QSize
from PySide6.QtGui import QImage

from tests.ui.waiting import until
from workstation.clinic.drawing.draw import draw
from workstation.clinic.drawing.order import parse
from workstation.domain.errors import BrokenMedia
from workstation.domain.photo_quality import PhotoFlaw
from workstation.services.media_reader import LoadedMedia
from workstation.services.playback import Playback
from workstation.store.feed import Feed
from workstation.ui.kit.strings import tr
from workstation.ui.kit.tasks import scope_of
from workstation.ui.media import pictures, thumbnail_loader
from workstation.ui.media.media_lookup import MediaPhase
from workstation.ui.media.photo_checks import MAX_WAITING_BYTES, PhotoChecks
from workstation.ui.media.photo_judging import JUDGED_BOX, find_flaws
from workstation.ui.media.picture_marks import spoken_flaws
from workstation.ui.media.thumbnail_loader import ThumbnailLoader

SCENES = ("papules", "swelling", "throat", "blood")
SIDE = 1_440
BLUR = 2.5 / 1_600
"""The weakest blur that must be noticed, as a share of the longer side."""
THREE_STOPS = 1 / 8


@pytest.fixture(scope="module", params=SCENES)
def photo(request) -> Image.Image:
    """A sharp photo of a scene, well lit."""
    order = parse(f"{request.param}-7-3-{SIDE}x{SIDE * 3 // 4}.png")
    assert order is not None
    return Image.open(io.BytesIO(draw(order))).convert("RGB")


def sent(photo: Image.Image) -> bytes:
    """As a phone sends it."""
    file = io.BytesIO()
    photo.save(file, "JPEG", quality=80)
    return file.getvalue()


def flaws_of(photo: Image.Image) -> tuple[PhotoFlaw, ...]:
    return find_flaws(pictures.decode(sent(photo), "jpeg", JUDGED_BOX))


def exposed(photo: Image.Image, share: float) -> Image.Image:
    """The same scene with so much of its light, in the screen's gamma."""
    return photo.point(lambda level: min(round(level * share ** (1 / 2.2)), 255))


def test_blurred_and_dark_photos_are_marked_and_others_are_not(photo):
    assert flaws_of(photo) == find_flaws(pictures.decode(sent(photo), "jpeg")) == ()
    assert flaws_of(photo.filter(ImageFilter.GaussianBlur(BLUR * SIDE))) == (PhotoFlaw.BLURRED,)
    assert flaws_of(photo.filter(ImageFilter.GaussianBlur(6 * BLUR * SIDE))) == (PhotoFlaw.BLURRED,)
    assert flaws_of(exposed(photo, THREE_STOPS)) == (PhotoFlaw.DARK,)
    assert flaws_of(exposed(photo, 1 / 2)) == ()


def test_soft_skin_that_is_blurred_until_nothing_is_left_is_marked():
    """Neither at the compared size nor at half of it has it anything to compare."""
    order = parse(f"heat-7-3-{SIDE}x{SIDE * 3 // 4}.png")
    assert order is not None
    skin = Image.open(io.BytesIO(draw(order))).convert("RGB")
    assert flaws_of(skin) == ()
    assert flaws_of(skin.filter(ImageFilter.GaussianBlur(6 * BLUR * SIDE))) == (PhotoFlaw.BLURRED,)


def test_a_preview_is_small_and_a_photo_of_the_same_scene_is_not(photo):
    preview = photo.resize((320, 240), Image.Resampling.LANCZOS)
    assert PhotoFlaw.SMALL in flaws_of(preview)


@pytest.mark.parametrize(
    ("photo", "flaws"),
    [
        (Image.new("RGB", (1, 1)), (PhotoFlaw.DARK, PhotoFlaw.SMALL)),
        (Image.new("RGB", (900, 700), "white"), ()),
        (Image.new("RGB", (900, 700), (190, 140, 120)), ()),
        (Image.new("RGB", (900, 700), "black"), (PhotoFlaw.DARK,)),
        (Image.new("RGB", (4_000, 1), "white"), ()),
        (Image.linear_gradient("L").resize((900, 700)).convert("RGB"), ()),
    ],
    ids=["one point", "white page", "plain skin", "black", "a line", "a shadow"],
)
def test_what_shows_nothing_is_not_called_blurred(photo, flaws):
    assert flaws_of(photo) == flaws


def test_dark_skin_is_not_dark_and_the_same_three_stops_below_is():
    skin = Image.new("RGB", (900, 700), (122, 82, 66))
    assert flaws_of(skin) == ()
    assert flaws_of(exposed(skin, THREE_STOPS)) == (PhotoFlaw.DARK,)


def test_a_photo_of_any_format_of_points_is_judged_alike(photo):
    blurry = photo.filter(ImageFilter.GaussianBlur(BLUR * SIDE))
    for mode, expected in (("L", (PhotoFlaw.BLURRED,)), ("RGBA", (PhotoFlaw.BLURRED,))):
        file = io.BytesIO()
        blurry.convert(mode).save(file, "PNG")
        assert find_flaws(pictures.decode(file.getvalue(), "png", JUDGED_BOX)) == expected


def test_a_noisy_blurred_photo_is_marked(photo):
    """By two of 255, as an indoor photo of a phone; the same noise makes no sharp one blurred."""
    blurry = photo.filter(ImageFilter.GaussianBlur(BLUR * SIDE))
    noise = Image.effect_noise(photo.size, 1.8)
    noisy = ImageChops.add(blurry, Image.merge("RGB", [noise] * 3), 1, -128)
    assert flaws_of(noisy) == (PhotoFlaw.BLURRED,)
    sharp = ImageChops.add(photo, Image.merge("RGB", [noise] * 3), 1, -128)
    assert flaws_of(sharp) == ()


def test_skin_that_burnt_out_is_overexposed_and_a_white_page_is_not():
    skin = Image.new("RGB", (900, 700), (255, 205, 190))
    skin.paste((255, 255, 255), (200, 150, 700, 550))
    assert flaws_of(skin)[:1] == (PhotoFlaw.OVEREXPOSED,)
    page = Image.new("RGB", (900, 700), "white")
    page.paste((20, 20, 20), (200, 150, 700, 160))
    assert PhotoFlaw.OVEREXPOSED not in flaws_of(page)


def dark_photo() -> LoadedMedia:
    return LoadedMedia(sent(Image.new("RGB", (900, 700))), "jpeg", "image/jpeg")


def nobody_waits() -> bool:
    """No picture is being decoded."""
    return False


async def test_the_photo_asked_for_last_is_judged_first_and_each_once():
    flawed: list[str] = []
    checks = PhotoChecks(flawed.append, nobody_waits)
    for url in ("first", "second", "third", "second", "last"):
        checks.ask(url, dark_photo())
    await until(lambda: len(flawed) == 4)
    assert flawed == ["first", "last", "second", "third"]
    checks.ask("last", dark_photo())
    checks.ask("new", dark_photo())
    await until(lambda: "new" in flawed)
    assert flawed.count("last") == 1
    assert checks.flaws("last") == (PhotoFlaw.DARK,)


async def test_whoever_is_gone_is_told_nothing():
    flawed: list[str] = []
    checks, other = (PhotoChecks(flawed.append, nobody_waits) for _ in range(2))
    for url in ("first", "second"):
        checks.ask(url, dark_photo())
    checks.close()
    other.ask("other", dark_photo())
    await until(lambda: "other" in flawed)
    checks.ask("third", dark_photo())
    assert flawed == ["other"]


async def test_what_cannot_be_decoded_larger_has_no_flaws():
    checks = PhotoChecks(print, nobody_waits)
    checks.ask("dark", dark_photo())
    checks.ask("broken", LoadedMedia(b"<svg/>", "svg", "image/svg+xml"))
    await until(lambda: bool(checks.flaws("dark")))
    assert checks.flaws("broken") == ()


async def test_photos_that_wait_are_held_within_a_bound_of_memory():
    checks = PhotoChecks(print, nobody_waits)
    file = dark_photo()
    large = replace(file, content=file.content + bytes(MAX_WAITING_BYTES // 2))
    for url in ("first", "second", "third", "fourth"):
        checks.ask(url, large)
        held = sum(len(waiting.content) for waiting in checks._waiting.values())
        assert held <= MAX_WAITING_BYTES
    await until(lambda: bool(checks.flaws("first") and checks.flaws("fourth")))
    assert not checks.flaws("second")
    assert not checks.flaws("third")


async def test_of_what_was_found_only_so_much_is_held(monkeypatch):
    monkeypatch.setattr("workstation.ui.media.photo_checks.MAX_KNOWN", 2)
    flawed: list[str] = []
    checks = PhotoChecks(flawed.append, nobody_waits)
    for number, url in enumerate(("first", "second", "third"), 1):
        checks.ask(url, dark_photo())
        await until(lambda number=number: len(flawed) == number)
    assert checks.flaws("second") == checks.flaws("third") == (PhotoFlaw.DARK,)
    assert checks.flaws("first") == ()


async def test_no_photo_is_judged_while_somebody_waits_for_another(
    qloop,  # noqa: ARG001
    qapp,  # noqa: ARG001
    monkeypatch: pytest.MonkeyPatch,
):
    decode, begun, may_end = thumbnail_loader._thumbnail, threading.Event(), threading.Event()

    def slowly(content: bytes, form: str, size: QSize) -> QImage:
        if size == QSize(64, 64):
            begun.set()
            may_end.wait(10)
            raise BrokenMedia("cut off")
        return decode(content, form, size)

    monkeypatch.setattr(thumbnail_loader, "_thumbnail", slowly)
    owner = QObject()
    scope = scope_of(owner, lambda error: pytest.fail(repr(error)))
    thumbnails = ThumbnailLoader(DarkLibrary(), SilentVoices(), never_read, scope, owner)
    size = QSize(96, 96)
    thumbnails.thumbnail("slow", QSize(64, 64), 1.0)
    await until(begun.is_set)
    await until(lambda: thumbnails.thumbnail("a", size, 1.0).phase is MediaPhase.READY)
    assert not thumbnails._checks._working
    may_end.set()
    await until(lambda: bool(thumbnails.flaws("a")))


async def test_a_thumbnail_says_what_was_found_when_it_was_found(qloop, qapp):  # noqa: ARG001
    owner = QObject()
    scope = scope_of(owner, lambda error: pytest.fail(repr(error)))
    thumbnails = ThumbnailLoader(DarkLibrary(), SilentVoices(), never_read, scope, owner)
    size = QSize(96, 96)
    await until(lambda: bool(thumbnails.thumbnail("a", size, 1.0).flaws))
    picture = thumbnails.thumbnail("a", size, 1.0)
    assert (picture.phase, picture.flaws) == (MediaPhase.READY, (PhotoFlaw.DARK,))
    await until(lambda: thumbnails.thumbnail("a", size, 2.0).phase is MediaPhase.READY)
    assert thumbnails.thumbnail("a", size, 2.0).flaws == (PhotoFlaw.DARK,)
    assert spoken_flaws(picture) == tr("photo.flaw.dark")
    owner.deleteLater()


class DarkLibrary:
    """Has one photo, at every address."""

    async def needs_network(self, _url: str) -> bool:
        return False

    async def picture(self, _url: str) -> LoadedMedia:
        return dark_photo()


class SilentVoices:
    """Voices of which no test of this file hears."""

    def __init__(self) -> None:
        self.playback = Playback(lambda _: pytest.fail("nothing plays"), lambda: True)
        self.failed: Feed[object] = Feed()


async def never_read(_url: str, _content: bytes, _bars: int) -> tuple[tuple[float, ...], int]:
    raise AssertionError("no voice is read")
