"""Media addresses that outlive the port of one run.

The database keeps the clinic's own absolute addresses as ``clinic:/media/…``; an answer carries
them with the origin of the request. Relative and foreign addresses stay as they are.
"""

from typing import Final

OWN: Final = "clinic:"


def absolute(stored: str, origin: str) -> str:
    """The address to send: ``origin`` is ``scheme://host:port`` without a slash at its end."""
    return origin + stored.removeprefix(OWN) if stored.startswith(OWN) else stored


def portable(url: str, origin: str) -> str:
    """The form to store: own absolute addresses lose their origin."""
    return OWN + url.removeprefix(origin) if url.startswith(f"{origin}/") else url
