"""Types of their own for what is only a number or a text, so that a mix-up is a type error.

``NewType`` costs nothing at run time: an id is an ``int`` or a ``str`` wherever it is stored, sent
or compared, and only mypy tells them apart. They are made where a value comes in (``api/schemas``,
``link/names``, what ``xmpp`` reads of a stanza, a row of the vault, the settings of a sign-in) and
nowhere else, so that

    post(MarkDisplayed(member_id, origin_id))

which is a marker for the wrong room with the wrong id, does not pass ``make lint``.
"""

from typing import NewType

ConsultationId = NewType("ConsultationId", int)
"""A consultation of the platform (the interface contract, 1.4): 1 to 2**63 - 1."""

MemberId = NewType("MemberId", int)
"""An account of the platform, a patient's or a doctor's (the interface contract, 1.1)."""

OriginId = NewType("OriginId", str)
"""A message's id, chosen once by its sender and kept over resends (XEP-0359)."""

ArchiveId = NewType("ArchiveId", str)
"""An entry's id in one room's archive, given by the room (XEP-0313; XEP-0359 calls it stanza-id).

A marker or a retraction may name a message by this id or by its ``OriginId``; such a reference is
plain text until it is looked up.
"""

StanzaId = NewType("StanzaId", str)
"""The id attribute of an own stanza (RFC 6120, 8.1.3): a request and its answer have the same.

A message's is its ``OriginId`` at the same time.
"""
