"""What a photo's stretches are compared by: a thousand at once as one number, or each by itself."""

from hypothesis import given
from hypothesis import strategies as st

from workstation.domain import photo_quality
from workstation.domain.photo_quality import COARSE, FINE, STRETCH, is_dark, is_overexposed

levels = st.lists(st.integers(0, 510), min_size=STRETCH, max_size=STRETCH)
ends = st.lists(st.sampled_from((0, 510)), min_size=STRETCH, max_size=STRETCH)


def bend(stretch: list[int], points: int) -> int:
    """The second differences of one stretch, each by itself."""
    return sum(
        abs(stretch[place - points] + stretch[place + points] - 2 * stretch[place])
        for place in range(points, len(stretch) - points)
    )


@given(st.lists(levels | ends, min_size=1, max_size=5), st.sampled_from((FINE, COARSE)))
def test_stretches_bend_as_much_together_as_each_by_itself(stretches, points):
    columns = [
        sum(stretch[place] << 16 * lane for lane, stretch in enumerate(stretches))
        for place in range(STRETCH)
    ]
    together = photo_quality._bends(columns, points, len(stretches))
    assert list(together) == [bend(stretch, points) for stretch in stretches]


points = st.lists(st.tuples(*[st.integers(0, 255)] * 3), min_size=1, max_size=60)


@given(points)
def test_light_is_told_by_the_strongest_colour_of_each_point(photo):
    lit = sum(max(point) >= photo_quality.DARK_BELOW for point in photo)
    burnt = [point for point in photo if max(point) >= photo_quality.BURNT_FROM]
    tinted = sum(min(point) < photo_quality.INTACT_BELOW for point in burnt)
    colours = [bytes(colour) for colour in zip(*photo, strict=True)]
    assert is_dark(colours) == (lit <= photo_quality.LIT_SHARE * len(photo))
    assert is_overexposed(colours) == (
        len(burnt) >= photo_quality.BURNT_SHARE * len(photo)
        and tinted >= photo_quality.TINTED_SHARE * len(photo)
    )
