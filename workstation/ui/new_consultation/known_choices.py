"""Who can be picked by name: those of the consultations that this computer knows."""

from collections.abc import Iterator

from workstation.domain.consultation import Consultation
from workstation.store.known_people import collect_members, collect_teams
from workstation.store.session_store import SessionStore
from workstation.ui.new_consultation.choices import PickChoice


def known_members(store: SessionStore) -> list[PickChoice]:
    """The patients and those who asked for them, each once."""
    members = collect_members(_consultations(store))
    return [PickChoice(one.member_id, one.name) for one in members if one.member_id]


def known_teams(store: SessionStore) -> list[PickChoice]:
    """The teams, each once."""
    teams = collect_teams(_consultations(store))
    return [PickChoice(one.team_id, one.name) for one in teams if one.team_id]


def _consultations(store: SessionStore) -> Iterator[Consultation]:
    yield from (row.consultation for row in store.worklist.rows())
    yield from store.history
