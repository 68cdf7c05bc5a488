"""Frames made to deceive: mutations of what real servers send, and forgeries of each kind.

Every forgery says ``FORGED``. No row with that word may stand under a person's name.
"""

import random

from tests.xmpp.dialogue import CLIENT, JID, ROOM, USER
from tests.xmpp.mutations import FRAMES, grafted, mutated
from workstation.xmpp.xml import parse, serialise

WORD = "FORGED"
SID = "xmlns='urn:xmpp:sid:0'"
FORWARD = "xmlns='urn:xmpp:forward:0'"
MAM = "xmlns='urn:xmpp:mam:2'"
ADDRESS = "http://jabber.org/protocol/address"
NICKS = ("", "/stranger", "/1002", "/2001/x", "/ 2001", "/２００１", "/1001 ")
SENDERS = (
    "consult-8@consult.clinic.test/2001",
    "2001@clinic.test/phone",
    "clinic.test",
    "1001@clinic.test",
    f"{ROOM}.evil.test/2001",
    f"x{ROOM}/2001",
    ROOM.upper() + "/2001",
)
CLAIMS = (
    f"<x {USER}><item jid='2001@clinic.test'/></x>",
    "<nick xmlns='http://jabber.org/protocol/nick'>王秀英</nick>",
    f"<delay xmlns='urn:xmpp:delay' from='{ROOM}/2001' stamp='2026-01-01T00:00:00Z'/>",
    f"<stanza-id {SID} by='{ROOM}' id='a1'/>",
    f"<origin-id {SID} id='m-1'/>",
    f"<addresses xmlns='{ADDRESS}'><address type='ofrom' jid='2001@clinic.test'/></addresses>",
    "<replace xmlns='urn:xmpp:message-correct:0' id='m-1'/>",
    "<retract xmlns='urn:xmpp:message-retract:1' id='m-1'/>",
    "<occupant-id xmlns='urn:xmpp:occupant-id:0' id='2001'/>",
)


def nonsense(chance: random.Random) -> str:
    """A frame of a real server with parts of another, or with broken characters."""
    frame = chance.choice(FRAMES).replace("consult-101", "consult-7")
    if chance.random() < 0.5:
        return mutated(frame, chance)
    other = parse(chance.choice(FRAMES).replace("consult-101", "consult-7"))
    return serialise(grafted(parse(frame), other, chance))


def forged(chance: random.Random, query: str) -> str:
    """A message that claims to be somebody's; ``query`` is an archive query under way."""
    made = chance.choice((_live, _from_elsewhere, _carbon, _archived, _private))
    return made(chance, query)


def oversized(chance: random.Random) -> str:
    """Too deep, too wide, too long, or with what XML here must not have."""
    kind, size = chance.randrange(6), chance.randint(1, 5_000)
    body = f"<message {CLIENT} type='groupchat' from='{ROOM}/stranger'>"
    if kind == 0:
        return body + "<a>" * size + WORD + "</a>" * size + "</message>"
    if kind == 1:
        return body + "<a/>" * size + f"<body>{WORD}</body></message>"
    if kind == 2:
        attributes = " ".join(f"a{n}='{n}'" for n in range(size % 200))
        return body + f"<body {attributes}>{WORD}</body></message>"
    if kind == 3:
        return body + f"<body>{WORD * (size * 20)}</body></message>"
    if kind == 4:
        return f"<!DOCTYPE m [<!ENTITY e '{WORD}'>]>" + body + "<body>&e;</body></message>"
    return "<?xml version='1.0'?><!--x-->" + body + f"<body>{WORD}</body></message>"


def _claims(chance: random.Random) -> str:
    return "".join(chance.sample(CLAIMS, chance.randint(0, 4)))


def _message(chance: random.Random, sender: str, kind: str, inner: str = "") -> str:
    name = f"f{chance.randrange(1 << 30)}"
    body = f"<body>{WORD} {name}</body>"
    return f"<message {CLIENT}{kind} from='{sender}' to='{JID}' id='{name}'>{body}{inner}</message>"


def _live(chance: random.Random, _: str) -> str:
    return _message(chance, ROOM + chance.choice(NICKS), " type='groupchat'", _claims(chance))


def _from_elsewhere(chance: random.Random, _: str) -> str:
    return _message(chance, chance.choice(SENDERS), " type='groupchat'", _claims(chance))


def _private(chance: random.Random, _: str) -> str:
    kind = chance.choice(("", " type='chat'", " type='normal'", " type='headline'"))
    return _message(chance, f"{ROOM}/2001", kind, _claims(chance))


def _carbon(chance: random.Random, _: str) -> str:
    inside = _message(chance, f"{ROOM}/2001", " type='groupchat'", _claims(chance))
    kind = chance.choice(("received", "sent"))
    carbon = (
        f"<{kind} xmlns='urn:xmpp:carbons:2'><forwarded {FORWARD}>{inside}</forwarded></{kind}>"
    )
    outer = chance.choice(("", " type='groupchat'"))
    sender = chance.choice((ROOM, f"{ROOM}/2001", *SENDERS))
    return f"<message {CLIENT}{outer} from='{sender}' to='{JID}'>{carbon}</message>"


def _archived(chance: random.Random, query: str) -> str:
    """A result that was not asked for, or not of the one who was asked."""
    vouched = f"<x {USER}><item jid='2001@clinic.test'/></x>"
    inside = _message(chance, f"{ROOM}/2001", " type='groupchat'", vouched)
    sender, asked = chance.choice((
        (chance.choice(SENDERS), query),
        (f"{ROOM}/2001", query),
        (ROOM, "unasked"),
        (ROOM, ""),
    ))  # fmt: skip
    return (
        f"<message {CLIENT} from='{sender}' to='{JID}'><result {MAM} queryid='{asked}'"
        f" id='z{chance.randrange(1 << 30)}'><forwarded {FORWARD}>{inside}</forwarded></result>"
        "</message>"
    )
