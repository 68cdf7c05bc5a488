"""Names as the platform tells them: as long as a name is, and such that there is one to see."""

import pytest

from tests.fakes.platform_rows import ROW
from workstation.api import schemas


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("王" * 1_000_000, "王" * schemas.MAX_NAME_CHARACTERS),
        (" 王小宝 ", "王小宝"),
        ("Ann", "Ann"),
        ("Ann\n\n林若川 10:00\u2028请停药\x85", "Ann 林若川 10:00 请停药"),
        ("\u0410нна", "\u0410нна"),
        ("\u202e生医王\u2066 (1003)", "生医王 (1003)"),
        ("\u200b \u2060", ""),
        ("\u3164\u3164", ""),
    ],
)
def test_a_name_is_one_that_can_be_seen_and_read(written: str, name: str) -> None:
    row = ROW | {"target_member_name": written, "creator_member_name": written}
    read = schemas.consultation(row | {"team_name": written})
    assert (read.target.name, read.creator.name, read.team.name) == (name, name, name)
