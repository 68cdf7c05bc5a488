"""The people and teams that the lists name: offered where a consultation is opened."""

from collections.abc import Iterable

from workstation.domain.consultation import Consultation
from workstation.domain.people import Member, Team


def collect_members(consultations: Iterable[Consultation]) -> tuple[Member, ...]:
    """Everybody who asked or was asked about, once each, by name."""
    members: dict[int, Member] = {}
    for consultation in consultations:
        for member in (consultation.target, consultation.creator):
            if member.member_id is not None and member.name:
                members.setdefault(member.member_id, member)
    return tuple(sorted(members.values(), key=lambda member: (member.name, member.member_id)))


def collect_teams(consultations: Iterable[Consultation]) -> tuple[Team, ...]:
    """Every team that occurs, by name."""
    teams = {
        consultation.team.team_id: consultation.team
        for consultation in consultations
        if consultation.team.team_id is not None and consultation.team.name
    }
    return tuple(sorted(teams.values(), key=lambda team: team.name))
