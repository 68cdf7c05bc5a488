"""Whom the lists name is offered once, by name."""

from tests.store.people import consultation
from workstation.domain.people import Member, Team
from workstation.store.known_people import collect_members, collect_teams

TEAM = Team(5, "皮肤科")
LISTED = consultation(1, creator=Member(7, "王秀英"), target=Member(8, "王小宝"), team=TEAM)
AGAIN = consultation(2, creator=Member(7, "王秀英"), target=Member(8, "王小宝"), team=TEAM)
UNNUMBERED = consultation(3, creator=Member(None, "无"), team=Team(6, ""))
NAMELESS = consultation(4, creator=Member(77, ""))


def test_everybody_is_named_once_by_name() -> None:
    members = collect_members([LISTED, AGAIN, UNNUMBERED, NAMELESS])
    assert [each.name for each in members] == ["王小宝", "王秀英", "病人3", "病人4"]


def test_a_team_is_named_once_and_none_without_a_name() -> None:
    assert collect_teams([LISTED, AGAIN, UNNUMBERED]) == (TEAM,)
