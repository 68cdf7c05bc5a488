"""The counts of XEP-0198: what is committed, what is acknowledged, what is sent again."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workstation.domain.errors import LocalProtocolError, RemoteProtocolError
from workstation.xmpp import limits
from workstation.xmpp.stream_management import Resumption


def started(*ids: str) -> Resumption:
    resumption = Resumption()
    resumption.enable("previous")
    for message_id in ids:
        resumption.keep_sent(f"<{message_id}/>", message_id)
    return resumption


def receive(resumption: Resumption, stanzas: int) -> None:
    for _ in range(stanzas):
        resumption.count_received()


def test_h_counts_what_is_committed_not_what_was_received() -> None:
    resumption = started()
    receive(resumption, 3)
    assert resumption.h == 0
    resumption.commit(2)
    assert resumption.h == 2
    resumption.commit(1)
    assert resumption.h == 2, "an older mark changes nothing"


def test_more_cannot_be_committed_than_was_received() -> None:
    resumption = started()
    receive(resumption, 1)
    with pytest.raises(LocalProtocolError):
        resumption.commit(2)


def test_nothing_is_counted_before_it_is_enabled() -> None:
    resumption = Resumption()
    receive(resumption, 4)
    resumption.keep_sent("<a/>", "a")
    resumption.enable("previous")
    assert (resumption.h, resumption.unacknowledged) == (0, ())
    receive(resumption, 1)
    resumption.commit(resumption.mark)
    assert resumption.h == 1


def test_a_late_commit_of_the_last_session_does_not_count_in_this_one() -> None:
    resumption = started()
    receive(resumption, 5)
    old = resumption.mark
    resumption.enable("next")
    receive(resumption, 2)
    resumption.commit(old)
    assert resumption.h == 0


def test_on_resuming_the_uncommitted_is_counted_when_it_comes_again() -> None:
    resumption = started()
    receive(resumption, 10)
    resumption.commit(7)
    late = resumption.mark
    assert resumption.rebase() == 7
    resumption.commit(late)
    assert resumption.h == 7, "the first copies do not count any more"
    receive(resumption, 3)
    resumption.commit(resumption.mark)
    assert resumption.h == 10
    assert resumption.rebase() == 10


def test_an_acknowledgement_names_the_messages_it_covers() -> None:
    resumption = started("a", "", "b", "c")
    assert resumption.acknowledge("3") == ("a", "b")
    assert resumption.acknowledge("3") == ()
    assert resumption.unacknowledged == ("c",)


@pytest.mark.parametrize(
    "h",
    ["4", "1", "-1", "", "x", "٣", "4294967296", "4294967299", "99999999999", None, "1.0", " 2"],
)
def test_an_impossible_acknowledgement_is_the_servers_error(h: str | None) -> None:
    resumption = started("a", "b", "c")
    resumption.acknowledge("2")
    with pytest.raises(RemoteProtocolError):
        resumption.acknowledge(h)


def test_h_wraps_after_32_bits() -> None:
    resumption = started("a", "b", "c")
    resumption._acknowledged = limits.STREAM_MANAGEMENT_MODULUS - 1
    assert resumption.acknowledge("0") == ("a",)
    assert resumption.acknowledge("2") == ("b", "c")


def test_inbound_h_wraps_after_32_bits() -> None:
    resumption = started()
    resumption.mark = resumption._base + limits.STREAM_MANAGEMENT_MODULUS + 5
    resumption.commit(resumption.mark)
    assert resumption.h == 5
    assert resumption.rebase() == 5
    receive(resumption, 1)
    resumption.commit(resumption.mark)
    assert resumption.h == 6


@pytest.mark.parametrize(
    ("h", "handled", "unknown"),
    [
        ("2", ("a", "b"), ("c",)),
        ("3", ("a", "b", "c"), ()),
        ("0", (), ("a", "b", "c")),
        ("4", (), ("a", "b", "c")),
        (None, (), ("a", "b", "c")),
        ("nonsense", (), ("a", "b", "c")),
    ],
)
def test_a_failed_resumption_may_still_tell_what_was_handled(h, handled, unknown) -> None:
    assert started("a", "b", "c").split_unacknowledged(h) == (handled, unknown)


def test_it_is_full_at_its_bound() -> None:
    resumption = started(*["x"] * (limits.UNACKNOWLEDGED - 1))
    assert not resumption.is_full
    resumption.keep_sent("<x/>", "x")
    assert resumption.is_full
    resumption.acknowledge("1")
    assert not resumption.is_full


class Server:
    """The other end, as XEP-0198 wants it: it counts what it handles."""

    def __init__(self) -> None:
        self.handled: list[str] = []
        self.sent = 0
        self.covered = 0

    @property
    def h(self) -> str:
        return str(len(self.handled) % limits.STREAM_MANAGEMENT_MODULUS)


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["send", "lose", "ack", "in", "commit", "cut", "asked in vain"]),
        st.integers(0, 5),
    ),
    max_size=60,
)


@given(STEPS)
@settings(max_examples=300)
def test_any_mixture_of_cuts_and_acknowledgements_sends_each_once_in_order(steps) -> None:
    resumption, server = started(), Server()
    flying: list[str] = []
    written: list[str] = []
    durable = 0
    for step, number in steps:
        if step == "send":
            frame = f"<m{len(written)}/>"
            written.append(frame)
            resumption.keep_sent(frame, frame)
            flying.append(frame)
        elif step == "lose":
            server.handled += flying[:number]
            del flying[:number]
        elif step == "ack":
            resumption.acknowledge(server.h)
        elif step == "in":
            receive(resumption, number)
            server.sent += number
        elif step == "commit":
            resumption.commit(resumption.mark)
            durable = server.sent
        else:
            flying.clear()
            for _ in range(number if step == "asked in vain" else 0):
                assert resumption.rebase() == durable
                resumption.commit(resumption.mark)
            assert resumption.rebase() == durable
            server.covered = durable
            resumption.acknowledge(server.h)
            flying += resumption.resend()
            receive(resumption, server.sent - server.covered)
    server.handled += flying
    assert server.handled == written
    resumption.acknowledge(server.h)
    assert resumption.unacknowledged == ()
    resumption.commit(resumption.mark)
    assert resumption.h == server.sent
