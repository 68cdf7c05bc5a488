"""Who can be picked by name: those of the consultations that this computer knows."""

from workstation.store.known_people import collect_members, collect_teams
from workstation.store.session_store import SessionStore
from workstation.ui.new_consultation.choices import PickChoice


def known_choices(store: SessionStore) -> tuple[list[PickChoice], list[PickChoice]]:
    """The patients and those who asked for them, then the teams; each once."""
    known = [*(row.consultation for row in store.worklist.rows()), *store.history]
    members = [
        PickChoice(one.member_id, one.name) for one in collect_members(known) if one.member_id
    ]
    teams = [PickChoice(one.team_id, one.name) for one in collect_teams(known) if one.team_id]
    return members, teams
