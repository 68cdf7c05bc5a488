"""A picture that breaks off is known as one, before anybody measures in its grey part."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.media.canaries import SAMPLES
from workstation.domain.errors import MediaError
from workstation.media.picture import inspect

SHOWN_IN_PART = [name for name in SAMPLES if name.split(",")[0] in {"JPEG", "GIF", "BMP"}]
RUN_LENGTHS = "BMP, run lengths"


@pytest.mark.parametrize("name", SAMPLES)
def test_a_whole_picture_is_whole_whatever_lies_behind_it(name):
    content, _ = SAMPLES[name]
    assert inspect(content).whole
    assert inspect(content + b"a film behind the picture").whole


@pytest.mark.parametrize("share", [0.97, 0.8, 0.6])
@pytest.mark.parametrize("name", [name for name in SHOWN_IN_PART if name != RUN_LENGTHS])
def test_a_picture_that_breaks_off_is_not_whole(name, share):
    content, _ = SAMPLES[name]
    assert not inspect(content[: int(len(content) * share)]).whole


def test_the_thumbnail_of_a_phone_does_not_pass_for_the_end():
    """Exif holds a JPEG of its own, with an end of its own."""
    content, _ = SAMPLES["JPEG"]
    exif = b"Exif\0\0" + content
    segment = b"\xff\xe1" + (len(exif) + 2).to_bytes(2, "big") + exif
    both = content[:2] + segment + content[2:]
    assert inspect(both).whole
    assert not inspect(both[:-40]).whole


@settings(max_examples=100)
@given(st.sampled_from(SHOWN_IN_PART), st.data())
def test_wherever_it_is_cut_it_is_a_picture_or_an_error(name, data):
    content, _ = SAMPLES[name]
    cut = data.draw(st.integers(0, len(content)))
    try:
        assert isinstance(inspect(content[:cut]).whole, bool)
    except MediaError:
        return
