"""Every bound of the wire in one place (the interface contract, IM, "Bounds")."""

from typing import Final

FRAME_BYTES: Final = 256 * 1024
"""Largest frame in either direction, in bytes of UTF-8."""

CARRIED_BYTES: Final = 4 * FRAME_BYTES
"""Most that a socket takes of a frame, so that one beyond the bound is known by its beginning."""

PASSED_BYTES: Final = 4096 * FRAME_BYTES
"""Largest frame whose rest is passed over; a larger one ends the connection.

An engine's database ends a text there or before: PostgreSQL and SQLite at 1 GB, the tables of
ejabberd and Prosody for MySQL at 16 MB.
"""

MESSAGE_BYTES: Final = FRAME_BYTES - 4096
"""Largest own message: the room's echo and the archive's copy carry an envelope of their own."""

DEPTH: Final = 64
"""Deepest nesting of elements; the root has depth 1."""

ATTRIBUTES: Final = 64
"""Most attributes of one element, namespace declarations not counted."""

CHILDREN: Final = 2_000
"""Most child elements of one element."""

HEAD: Final = 16
"""Most elements looked at before the content of a frame that cannot be read."""

POISONED: Final = 1_000
"""Most rooms remembered from which something came broken."""

PASSED_OVER: Final = 4_000
"""Most messages remembered that came while their room was not entered; more are not under way."""

JID_PART_BYTES: Final = 1_023
"""Longest part of an address (RFC 7622, 3.1)."""

IDENTIFIER: Final = 256
"""Longest message or archive id, in characters; a longer one counts as none."""

MENTIONS: Final = 100
"""Most mentions read of one message."""

EXCERPT: Final = 500
"""Characters repeated of a message that is answered (XEP-0461)."""

SERVER_TEXT: Final = 512
"""Characters kept of a server's own explanation."""

DISPLAY_NAME: Final = 128
"""Characters kept of the name an occupant gives itself."""

FILE_NAME: Final = 255
"""Characters kept of a shared file's name."""

URL: Final = 8_192
"""Longest address of a file, in characters."""

NUMBER: Final = 2**53
"""Largest size, dimension or length a file may claim."""

SCRAM_ITERATIONS: Final = 1_000_000
"""Most rounds of key derivation; fewer than 4,096 are refused as well (RFC 7677, 4).

OWASP advises 210,000 (SHA-512) to 600,000 (SHA-256) for stored passwords, and a hospital that does
so must not be shut out. A million take 0.6 s: never in the window's thread (``Stream.derives``).
"""

SASL_BYTES: Final = 8_192
"""Largest SASL challenge, in characters of base64."""

TOKEN: Final = 1_024
"""Longest token that stands for a password, in characters."""

MECHANISMS: Final = 32
"""Most SASL mechanisms that are looked at."""

UNACKNOWLEDGED: Final = 5_000
"""Most own stanzas the server has not acknowledged; then sending pauses."""

REQUESTS: Final = 2_048
"""Most own requests that wait for an answer."""

ROOMS: Final = 20_000
"""Most rooms of one session: as many as the platform may list consultations (``api.rows``)."""

OCCUPANTS: Final = 1_000
"""Most occupants remembered per room."""

PAGE: Final = 250
"""Most archive results asked for, and accepted, in one page."""

DISCO_ITEMS: Final = 200
"""Most services of the domain that are asked what they can do."""

UPLOAD_HEADERS: Final = 8
"""Most headers a slot may demand."""

UPLOAD_HEADER: Final = 8_192
"""Longest value of such a header, in characters."""

STREAM_MANAGEMENT_MODULUS: Final = 2**32
"""Where ``h`` wraps (XEP-0198, 4)."""

RESUMPTION_SECONDS: Final = 600
"""How long the server is asked to keep a lost stream."""
