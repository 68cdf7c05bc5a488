"""A phone's picture as it is drawn; ``tests/ui/viewer/test_levels.py`` tries the whole way."""

import pytest
from PIL import Image

from workstation.decoder import heic


@pytest.mark.parametrize("mode", ["RGBA", "LA"])
def test_what_is_transparent_lies_on_white(mode: str) -> None:
    """A phone cuts a thing out of a photo so. What lies hidden there is mostly black."""
    cut_out = Image.new(mode, (4, 2), (0,) * len(mode))
    cut_out.putpixel((0, 0), (9,) * (len(mode) - 1) + (255,))
    picture = heic.drawn(cut_out)
    assert picture.mode == "RGB"
    assert (picture.getpixel((0, 0)), picture.getpixel((3, 1))) == ((9,) * 3, (255,) * 3)


def test_a_photo_stays_as_it_is() -> None:
    photo = Image.new("RGB", (4, 2), (1, 2, 3))
    assert heic.drawn(photo).tobytes() == photo.tobytes()
