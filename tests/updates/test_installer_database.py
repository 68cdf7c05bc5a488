"""A property of a ``.msi``, as a repository of updates reads it; whole packages: ``packaging``."""

import io
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes.documents import compound
from workstation.updates.publishing.installer_database import Malformed, read_property

# As the packages of wixl have them.
PROPERTY = "\u4840\u4559\u44f2\u4568\u4737"
STRING_DATA = "\u4840\u3f3f\u4577\u446c\u3b6a\u45e4\u4824"
STRING_POOL = "\u4840\u3f3f\u4577\u446c\u3e6a\u44b2\u482f"

PROPERTIES = {"Manufacturer": "Clinic", "ProductVersion": "1.4.0", "Comment": "x" * 20_000}


def streams_of(properties: dict[str, str], wide: int = 2) -> dict[str, bytes]:
    """The three streams of a database; each number of a text takes two bytes or three."""
    texts = [*properties, *properties.values()]
    pool = struct.pack("<HH", 65001, 0x8000 if wide == 3 else 0)
    pool += b"".join(struct.pack("<HH", len(text), 1) for text in texts)
    rows = b"".join(number.to_bytes(wide, "little") for number in range(1, len(texts) + 1))
    return {PROPERTY: rows, STRING_DATA: "".join(texts).encode(), STRING_POOL: pool}


def package(streams: dict[str, bytes]) -> bytes:
    return compound("SummaryInformation", *streams, **streams)


WHOLE = package(streams_of(PROPERTIES))


@pytest.mark.parametrize("wide", [2, 3])
@pytest.mark.parametrize("name", PROPERTIES)
def test_a_property_is_read_by_its_name(name: str, wide: int):
    content = package(streams_of(PROPERTIES, wide))
    assert read_property(io.BytesIO(content), name) == PROPERTIES[name]


@pytest.mark.parametrize("left_out", [PROPERTY, STRING_DATA, STRING_POOL])
def test_a_package_without_one_of_the_streams_is_malformed(left_out: str):
    streams = streams_of(PROPERTIES)
    del streams[left_out]
    with pytest.raises(Malformed):
        read_property(io.BytesIO(package(streams)), "ProductVersion")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"MZ" + WHOLE[2:],
        WHOLE[:700],
        WHOLE[: WHOLE.index(b"x" * 1_000)],
        package(streams_of({"Manufacturer": "Clinic"})),
    ],
    ids=["empty", "another mark", "cut short", "without its texts", "without the property"],
)
def test_what_does_not_tell_is_malformed(content: bytes):
    with pytest.raises(Malformed):
        read_property(io.BytesIO(content), "ProductVersion")


@given(st.integers(0, 4_000), st.binary(max_size=40))
def test_damage_raises_nothing_else(at: int, damage: bytes):
    for content in (WHOLE[:at] + damage + WHOLE[at + len(damage) :], WHOLE[:at]):
        try:
            assert isinstance(read_property(io.BytesIO(content), "ProductVersion"), str)
        except Malformed:
            continue
