"""Numbers of the formats of documents: ZIP and compound files write the least byte first."""


def read_number(content: bytes, at: int, length: int) -> int:
    """The number in ``length`` bytes from ``at``; what lies behind the end of ``content`` is 0."""
    return int.from_bytes(content[at : at + length], "little")
