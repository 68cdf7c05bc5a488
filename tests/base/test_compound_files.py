"""The streams of a compound file, read from the memory and from an open file alike."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes.documents import compound
from workstation.base.compound_files import CompoundFile, FileContent

SMALL = bytes(range(200))
LARGE = bytes(range(250)) * 40
WHOLE = compound("a", "b", "Small", "Large", "Empty", small=SMALL, large=LARGE)
CONTENTS = {"small": SMALL, "large": LARGE, "empty": b""}


@pytest.fixture(params=["memory", "file"])
def content_of(request: pytest.FixtureRequest):
    """How the reader gets at the bytes of a file."""
    if request.param == "memory":
        return lambda content: content
    return lambda content: FileContent(io.BytesIO(content))


def read_streams(file: CompoundFile) -> dict[str, bytes | None]:
    return {entry.name: file.read(entry) for entry in file.entries}


def test_each_stream_is_read_small_large_or_empty(content_of):
    streams = read_streams(CompoundFile(content_of(WHOLE)))
    assert {name: streams[name] for name in CONTENTS} == CONTENTS


def test_what_was_cut_short_is_not_read(content_of):
    streams = read_streams(CompoundFile(content_of(WHOLE[: WHOLE.index(LARGE) + 9_000])))
    assert streams["large"] is None
    assert streams["small"] == SMALL


def test_a_file_is_asked_for_no_more_than_is_read():
    """A package has a few streams of text, and behind them the whole program."""

    class Counting(io.BytesIO):
        read_bytes = 0

        def read(self, size: int | None = -1) -> bytes:
            self.read_bytes += len(content := super().read(size))
            return content

    opened = Counting(WHOLE + bytes(8_000_000))
    streams = read_streams(CompoundFile(FileContent(opened)))
    assert streams["large"] == LARGE
    assert opened.read_bytes < 2 * len(WHOLE)


@given(st.integers(0, len(WHOLE)), st.binary(max_size=40))
def test_damage_is_read_alike_from_the_memory_and_from_a_file(at: int, damage: bytes):
    damaged = WHOLE[:at] + damage + WHOLE[at + len(damage) :]
    for content in (damaged, WHOLE[:at]):
        from_file = CompoundFile(FileContent(io.BytesIO(content)))
        assert read_streams(from_file) == read_streams(CompoundFile(content))
