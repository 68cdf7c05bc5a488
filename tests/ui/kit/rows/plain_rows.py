"""The least that a list of rows shows."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One row."""

    key: str
    selectable: bool = True
    height: int = 30
    spoken: str = ""
