"""The table of a stream's states, and the drawing made from it."""

from pathlib import Path

import pytest

from workstation.domain.errors import LocalProtocolError, RemoteProtocolError
from workstation.xmpp import transitions
from workstation.xmpp.transitions import (
    ANYWHERE,
    ENDING,
    TABLE,
    ServerFrame,
    StreamCommand,
    StreamState,
    next_state,
)

HAPPENINGS = [*StreamCommand, *ServerFrame]
README = Path(transitions.__file__).parent / "README.md"


def test_every_state_has_its_row_and_can_be_reached() -> None:
    assert set(TABLE) == set(StreamState)
    reached = {StreamState.NEW, *ANYWHERE.values()}
    reached |= {after for rows in TABLE.values() for after in rows.values()}
    assert reached == set(StreamState)


@pytest.mark.parametrize("state", StreamState)
@pytest.mark.parametrize("happened", HAPPENINGS)
def test_whatever_has_no_row_is_the_error_of_who_did_it(state, happened) -> None:
    rows = TABLE[state] | ({} if state in ENDING else ANYWHERE)
    if happened in rows:
        assert next_state(state, happened) is rows[happened]
        return
    culprit = LocalProtocolError if isinstance(happened, StreamCommand) else RemoteProtocolError
    with pytest.raises(culprit):
        next_state(state, happened)


def test_nothing_leaves_the_end() -> None:
    assert TABLE[StreamState.CLOSED] == {}


def draw_diagram() -> str:
    """The table as a Mermaid state diagram."""
    lines = [
        "stateDiagram-v2",
        '    state "every state but the last two" as open',
        "    [*] --> new",
    ]
    for state, rows in TABLE.items():
        for trigger, after in rows.items():
            lines.append(f"    {state.value} --> {after.value}: {_label(trigger)}")
    lines += [
        f"    open --> {after.value}: {_label(trigger)}" for trigger, after in ANYWHERE.items()
    ]
    return "\n".join([*lines, "    closed --> [*]"])


def _label(trigger: StreamCommand | ServerFrame) -> str:
    direction = "we" if isinstance(trigger, StreamCommand) else "server"
    return f"{direction} {trigger.value.strip('<>')}"


def test_the_documentation_shows_the_table_as_it_is() -> None:
    assert draw_diagram() in README.read_text()
