"""A line of the audit log as bytes: canonical JSON, chained by SHA-256, sealed with AES-256-GCM.

In the file a line reads ``12 <base64>``: its number in the clear, so that a line that is missing or
stands elsewhere can be named although its neighbours are sealed, then nonce and ciphertext. The
number is bound into the seal; a line under another number does not open. ``previous`` inside the
seal is the hash of the line before, so each line vouches for all that stand before it. The first
line of a file that was pruned reads ``A12 <base64>``: an anchor, which says that the lines up to 12
were dropped by age, and what the hash of the last of them was.

The hash is over the clear JSON, so an export or a collector checks the chain without any key.
"""

import base64
import binascii
import hashlib
import json
import os
import re
from dataclasses import asdict

from workstation.domain.audit import AuditLine
from workstation.domain.ids import ConsultationId, MemberId
from workstation.domain.value import Value

NONCE_BYTES = 12
KEY_BYTES = 32
ANCHOR_EVENT = "pruned"
_RAW = re.compile(rb"(A?)([1-9][0-9]{0,17}) ([A-Za-z0-9+/=]+)")


class RawLine(Value):
    """A line of the file that is not opened yet."""

    number: int
    is_anchor: bool
    sealed: bytes


def to_json(line: AuditLine) -> bytes:
    """The canonical form, over which the hash is made."""
    return json.dumps(asdict(line), separators=(",", ":"), sort_keys=True).encode("ascii")


def digest(line: AuditLine) -> str:
    """The hash that the next line carries, hexadecimal."""
    return hashlib.sha256(to_json(line)).hexdigest()


def seal(key: bytes, line: AuditLine) -> bytes:
    """The line as the file has it, with its line end."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415  heavy

    head = _head(line.number, is_anchor=line.event == ANCHOR_EVENT)
    nonce = os.urandom(NONCE_BYTES)
    sealed = nonce + AESGCM(key).encrypt(nonce, to_json(line), head)
    return head + b" " + base64.b64encode(sealed) + b"\n"


def parse(raw: bytes) -> RawLine:
    """A line of the file, without its line end. Raises ``ValueError`` for what is none."""
    match = _RAW.fullmatch(raw)
    if match is None:
        raise ValueError
    anchor, number, sealed = match.groups()
    try:
        return RawLine(int(number), bool(anchor), base64.b64decode(sealed, validate=True))
    except binascii.Error:
        raise ValueError from None


def unseal(key: bytes, raw: RawLine) -> AuditLine:
    """The line. Raises ``ValueError`` where it is not as this key sealed it."""
    from cryptography.exceptions import InvalidTag  # noqa: PLC0415  heavy
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415  heavy

    head = _head(raw.number, is_anchor=raw.is_anchor)
    nonce, sealed = raw.sealed[:NONCE_BYTES], raw.sealed[NONCE_BYTES:]
    try:
        clear = json.loads(AESGCM(key).decrypt(nonce, sealed, head))
        member_id, consultation_id = clear["member_id"], clear["consultation_id"]
        return AuditLine(
            number=clear["number"],
            at_ms=clear["at_ms"],
            event=clear["event"],
            member_id=None if member_id is None else MemberId(member_id),
            consultation_id=None if consultation_id is None else ConsultationId(consultation_id),
            detail=clear["detail"],
            previous=clear["previous"],
        )
    except (InvalidTag, KeyError, TypeError):
        raise ValueError from None


def _head(number: int, *, is_anchor: bool) -> bytes:
    return (b"A%d" if is_anchor else b"%d") % number
