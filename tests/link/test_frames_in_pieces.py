"""Whatever frames come, in whatever pieces: the library reads them as they were sent."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workstation.link.oversized_frames import IncomingFrames
from workstation.xmpp import limits

CARRIED, PASSED = 300, 1_000
TEXT, MORE_TEXT, BYTES, CONTINUED, LAST, CLOSE, PING, PONG = (
    0x81, 0x01, 0x82, 0x00, 0x80, 0x88, 0x89, 0x8A,
)  # fmt: skip

contents = st.integers(0, 1_200).map(lambda size: b"x" * size)
messages = st.tuples(st.sampled_from([TEXT, BYTES]), contents).map(lambda frame: [frame])
between = st.lists(st.tuples(st.sampled_from([PING, PONG]), st.binary(max_size=125)), max_size=2)
fragmented = st.tuples(contents, between, contents, between, contents).map(
    lambda parts: [
        (MORE_TEXT, parts[0]),
        *parts[1],
        (CONTINUED, parts[2]),
        *parts[3],
        (LAST, parts[4]),
    ]
)
ends = st.just([(CLOSE, b"\x03\xe8")])
sequences = st.lists(st.one_of(messages, between, fragmented, ends), max_size=6).map(
    lambda several: [frame for frames in several for frame in frames]
)


@pytest.fixture(autouse=True, scope="module")
def _small_bounds():
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(limits, "CARRIED_BYTES", CARRIED)
        patched.setattr(limits, "PASSED_BYTES", PASSED)
        yield


def written(first: int, content: bytes) -> bytes:
    """A frame as a server writes it."""
    if len(content) < 126:
        return bytes([first, len(content)]) + content
    return bytes([first, 126]) + len(content).to_bytes(2, "big") + content


def carried(first: int, content: bytes) -> bytes:
    """What the library is to read of it: a long one is cut, and says its length as such do."""
    if first == TEXT and CARRIED < len(content) <= PASSED:
        return bytes([first, 127]) + CARRIED.to_bytes(8, "big") + content[:CARRIED]
    return written(first, content)


@given(sequences, st.lists(st.integers(1, 400), max_size=60))
def test_frames_of_every_kind_in_pieces_of_every_size(frames, sizes):
    arrived = b"".join(written(*frame) for frame in frames)
    incoming, read = IncomingFrames(), b""
    for size in sizes:
        piece, arrived = arrived[:size], arrived[size:]
        read += incoming.cut(piece)
    read += incoming.cut(arrived)
    assert read == b"".join(carried(*frame) for frame in frames)
    counted = (len(content) for first, content in frames if first not in {CLOSE, PING, PONG})
    assert incoming.content_bytes == sum(counted)
