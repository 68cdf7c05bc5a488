"""The table of a stream's states, and the drawing made from it."""

from pathlib import Path

import pytest

from workstation.domain.errors import LocalProtocolError, RemoteProtocolError
from workstation.xmpp import transitions
from workstation.xmpp.transitions import ANYWHERE, ENDING, TABLE, Command, Frame, State, following

HAPPENINGS = [*Command, *Frame]
README = Path(transitions.__file__).parent / "README.md"


def test_every_state_has_its_row_and_can_be_reached() -> None:
    assert set(TABLE) == set(State)
    reached = {State.NEW, *ANYWHERE.values()}
    reached |= {after for rows in TABLE.values() for after in rows.values()}
    assert reached == set(State)


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("happened", HAPPENINGS)
def test_whatever_has_no_row_is_the_error_of_who_did_it(state, happened) -> None:
    rows = TABLE[state] | ({} if state in ENDING else ANYWHERE)
    if happened in rows:
        assert following(state, happened) is rows[happened]
        return
    culprit = LocalProtocolError if isinstance(happened, Command) else RemoteProtocolError
    with pytest.raises(culprit):
        following(state, happened)


def test_nothing_leaves_the_end() -> None:
    assert TABLE[State.CLOSED] == {}


def test_the_documentation_shows_the_table_as_it_is() -> None:
    assert transitions.drawing() in README.read_text()
