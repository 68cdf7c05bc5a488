"""The number that tells a patient from a namesake is never cut off by who asks."""

import pytest

from workstation.ui.consultation_row.row_data import PreviewLine, QueueRowData
from workstation.ui.consultation_row.row_painting import byline_room
from workstation.ui.kit.painting import line_width
from workstation.ui.kit.theme import TextRole, theme


def numbered(*, is_numbered: bool) -> QueueRowData:
    """A row of a patient with a long name."""
    return QueueRowData(
        key=1,
        member_id=1,
        initials="小宝",
        name="王小宝 (999001)",
        byline="王秀英 发起",
        time="",
        preview=PreviewLine(""),
        team="",
        is_numbered=is_numbered,
    )


@pytest.mark.usefixtures("dressed")
def test_a_name_is_whole_before_who_asks_is():
    font = theme.font(TextRole.BODY, strong=True)
    row = numbered(is_numbered=False)
    name = line_width(row.name, font)
    room = name + name * 0.6
    left = room - byline_room(row, room, room, font)
    assert name <= left < name + 2
    assert byline_room(row, name, room, font) == pytest.approx(name / 3)


@pytest.mark.usefixtures("dressed")
@pytest.mark.parametrize("is_numbered", [True, False])
def test_the_number_comes_before_who_asks(is_numbered: bool):
    font = theme.font(TextRole.BODY, strong=True)
    row = numbered(is_numbered=is_numbered)
    room = line_width(row.name, font) + 20
    left = room - byline_room(row, room, 70, font)
    assert (left >= line_width(row.name, font)) is is_numbered
    assert byline_room(row, 1_000, 70, font) > 70
