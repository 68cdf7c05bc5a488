"""Pictures follow from their names: same bytes, right size, honest tags, no surprises."""
# ruff: noqa: S603 - the tests start this program's own modules

import asyncio
import hashlib
import io
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageFilter, ImageOps, ImageStat

from workstation.clinic.drawing.draw import draw
from workstation.clinic.drawing.order import PIXELS_MAX, SCENES, parse
from workstation.clinic.media import Media

ORIENTATION, GPS = 274, 34853


def opened(name):
    return Image.open(io.BytesIO(draw(parse(name))))


@pytest.mark.parametrize("scene", SCENES)
def test_every_scene_draws_what_was_ordered(scene):
    image = opened(f"{scene}-3001-1-320x400.png")
    assert (image.format, image.mode, image.size) == ("PNG", "RGB", (320, 400))
    grey = image.convert("L")
    low, high = grey.getextrema()
    assert high - low > 60
    assert len(image.getcolors(320 * 400)) > 2000


@pytest.mark.parametrize("scene", ["urticaria", "throat", "blood", "thermometer"])
def test_the_same_name_gives_the_same_bytes_in_another_process(scene):
    name = f"{scene}-3001-7-400x320.jpg"
    code = (
        "import hashlib,sys;from workstation.clinic.drawing.draw import draw;"
        "from workstation.clinic.drawing.order import parse;"
        "print(hashlib.sha256(draw(parse(sys.argv[1]))).hexdigest())"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, name], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == hashlib.sha256(draw(parse(name))).hexdigest()


def test_other_numbers_and_other_people_look_otherwise():
    names = ["papules-3001-1", "papules-3001-2", "papules-3002-1"]
    drawn = {draw(parse(f"{name}-320x400.jpg")) for name in names}
    assert len(drawn) == 3


def test_a_turned_jpeg_is_stored_turned_and_tagged_so():
    seen = set()
    for number in range(24):
        image = opened(f"thermometer-3001-{number}-400x320.jpg")
        orientation = image.getexif().get(ORIENTATION)
        seen.add(orientation)
        assert image.size == ((320, 400) if orientation in {6, 8} else (400, 320))
        assert ImageOps.exif_transpose(image).size == (400, 320)
    assert seen == {1, 3, 6, 8}


def test_the_tag_turns_the_picture_back_to_what_was_drawn():
    number = next(
        n for n in range(99) if opened(f"blood-3001-{n}-320x420.jpg").getexif()[ORIENTATION] == 6
    )
    turned = opened(f"blood-3001-{number}-320x420.jpg")
    upright = ImageOps.exif_transpose(turned).convert("L")
    top = upright.crop((60, 22, 260, 80))
    foot = upright.crop((60, 300, 260, 340))
    assert ink(top) > 2 * ink(foot)


def ink(part):
    """Dark pixels of a grey picture: the heading of a report has more than its empty foot."""
    return sum(part.histogram()[:110])


def test_some_jpegs_tell_where_they_were_taken_and_some_do_not():
    places = [
        bool(opened(f"thermometer-3001-{number}-400x320.jpg").getexif().get_ifd(GPS))
        for number in range(24)
    ]
    assert 3 < sum(places) < 21


def test_formats_are_what_their_names_say():
    for ending, kind in (("jpg", "JPEG"), ("png", "PNG"), ("webp", "WEBP")):
        assert opened(f"heat-3001-1-400x320.{ending}").format == kind


@pytest.mark.parametrize(
    "name",
    [
        "x",
        "papules-1-1-319x400.jpg",
        "papules-1-1-4033x400.jpg",
        "papules-1-1-4032x4032.jpg",
        "papules-1-1-400x400.gif",
        "../papules-1-1-400x400.jpg",
        "papules-1-1-400x400.jpg\n",
        "unknown-1-1-400x400.jpg",
        "papules-٣-1-400x400.jpg",
    ],
)
async def test_names_that_order_nothing_get_nothing(tmp_path, name):
    assert await Media(tmp_path).picture(name) is None
    assert list(tmp_path.iterdir()) == []


@given(st.text(max_size=50))
def test_no_name_orders_more_than_the_bound(name):
    order = parse(name)
    assert order is None or order.width * order.height <= PIXELS_MAX


async def test_a_picture_is_drawn_once_and_kept(tmp_path):
    media = Media(tmp_path / "media")
    name = "heat-3001-1-400x320.jpg"
    paths = await asyncio.gather(*(media.picture(name) for _ in range(5)))
    assert set(paths) == {tmp_path / "media" / name}
    stamp = paths[0].stat().st_mtime_ns
    await media.picture(name)
    assert paths[0].stat().st_mtime_ns == stamp
    assert [file.name for file in paths[0].parent.iterdir()] == [name]


async def test_the_oldest_pictures_make_room(tmp_path, monkeypatch):
    media = Media(tmp_path)
    monkeypatch.setattr("workstation.clinic.media.MAX_CACHE_BYTES", 40_000)
    for number in range(6):
        newest = await media.picture(f"heat-3001-{number}-400x320.jpg")
    assert newest.exists()
    assert sum(file.stat().st_size for file in tmp_path.iterdir()) <= 40_000


async def test_pictures_come_with_their_type_and_without_a_token(calling):
    async with calling(token=None) as call:
        answer = await call("GET", "/media/pictures/ring-3001-1-400x320.webp")
        part = await call(
            "GET", "/media/pictures/ring-3001-1-400x320.webp", headers={"Range": "bytes=0-3"}
        )
        unknown = await call("GET", "/media/pictures/ring.webp")
    assert answer.headers["content-type"] == "image/webp"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert (part.status_code, part.content) == (206, b"RIFF")
    assert (unknown.status_code, unknown.json()["success"]) == (404, False)


def test_a_report_without_a_chinese_font_has_bars_in_place_of_text(monkeypatch):
    monkeypatch.setattr("workstation.clinic.drawing.report.chinese", lambda _: None)
    grey = opened("blood-3001-1-320x420.png").convert("L")
    assert ink(grey.crop((40, 100, 280, 380))) > 500


@pytest.mark.parametrize("scene", ["urticaria", "thermometer"])
def test_a_photo_may_be_ordered_with_a_flaw(scene):
    names = (f"{scene}-3001-1-320x400{flaw}.png" for flaw in ("", "-blurred", "-dark"))
    sharp, blurred, dark = (opened(name).convert("L") for name in names)
    edges = [ImageStat.Stat(one.filter(ImageFilter.FIND_EDGES)).mean[0] for one in (sharp, blurred)]
    assert edges[1] < edges[0] / 2
    assert ImageStat.Stat(dark).mean[0] < ImageStat.Stat(sharp).mean[0] / 2
