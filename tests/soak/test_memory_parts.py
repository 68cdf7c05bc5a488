"""The table of a soak says which part of the memory grew."""

import sys

import pytest

from tests.soak.figures import memory
from tests.soak.memory_parts import memory_parts, table


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_the_parts_are_all_of_the_memory():
    mappings = ("fonts", "heap", "heaps of threads", "large blocks and Python")
    mappings += ("libraries", "other files")
    parts = memory_parts()
    total = sum(parts.get(f"{name}, MB", 0) for name in mappings)
    assert total == pytest.approx(memory(), rel=0.2)


def test_the_table_says_what_grew_since_a_third():
    sizes = (10.0, 20.0, 20.0, 21.5)
    head, row = table([{"heap, MB": size} for size in sizes])
    assert head.split() == ["at", "first", "a", "third", "at", "last", "since"]
    assert row.split() == ["heap,", "MB", "10.0", "20.0", "21.5", "+1.5"]
