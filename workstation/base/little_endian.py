"""Numbers of the formats of documents: ZIP and compound files write the least byte first."""

from typing import Protocol


class Content(Protocol):
    """Bytes in memory, or what reads them from where they lie."""

    def __len__(self) -> int: ...

    def __getitem__(self, part: slice, /) -> bytes: ...


def read_number(content: Content, at: int, length: int) -> int:
    """The number in ``length`` bytes from ``at``; what lies behind the end of ``content`` is 0."""
    return int.from_bytes(content[at : at + length], "little")
