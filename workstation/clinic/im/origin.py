"""Addresses of this server inside stanzas, kept without the host and port of one run.

The archive outlives the port that a demo happened to get, and a client may reach the server under
another name than the sender did. So stanzas inside the server carry a mark in place of the origin.
"""

from typing import Final

MARK: Final = "\ue000origin\ue000"


def portable(frame: str, origin: str) -> str:
    """The frame with addresses under ``origin`` (``scheme://host:port``) marked."""
    return frame.replace(f"{origin}/", f"{MARK}/")


def visible(frame: str, origin: str) -> str:
    """The frame as a client that reached the server under ``origin`` is to see it."""
    return frame.replace(MARK, origin) if MARK in frame else frame
