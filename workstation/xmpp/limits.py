"""Every bound of the wire in one place (the interface contract, IM, "Bounds")."""

from typing import Final

FRAME_BYTES: Final = 256 * 1024
"""Largest frame in either direction, in bytes of UTF-8."""

DEPTH: Final = 64
"""Deepest nesting of elements; the root has depth 1."""

ATTRIBUTES: Final = 64
"""Most attributes of one element, namespace declarations not counted."""

CHILDREN: Final = 2_000
"""Most child elements of one element."""
