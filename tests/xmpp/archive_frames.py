"""What a room's archive sends: results, forwarded messages and the end of a page."""

from tests.xmpp.dialogue import (
    CLIENT,
    JID,
    PATIENT,
    ROOM,
    USER,
    Dialogue,
    in_room,
)
from workstation.xmpp.events import ArchivePage

DELAY = "<delay xmlns='urn:xmpp:delay' stamp='2026-11-24T22:34:04Z'/>"


AT = 1795559644000


BROKEN = "<body>&unknown;</body>"
"""What no parser reads."""


RSM = "xmlns='http://jabber.org/protocol/rsm'"


def forwarded(
    inner: str = "<body>better</body>",
    nick: str = "/2001",
    attributes: str = "type='groupchat' id='m-1'",
    jid: str = PATIENT,
    delay: str = DELAY,
) -> str:
    """A message of the room as its archive forwards it."""
    vouched = f"<x {USER}><item jid='{jid}'/></x>" if jid else ""
    return (
        f"<forwarded xmlns='urn:xmpp:forward:0'>{delay}"
        f"<message {CLIENT} from='{ROOM}{nick}' {attributes}>{inner}{vouched}</message></forwarded>"
    )


def result(
    request: str, archive_id: str, content: str | None = None, sender: str = ROOM, to: str = JID
) -> str:
    """One archive result of a query."""
    content = forwarded() if content is None else content
    return (
        f"<message {CLIENT} from='{sender}' to='{to}'><result xmlns='urn:xmpp:mam:2' "
        f"queryid='{request}' id='{archive_id}'>{content}</result></message>"
    )


def fin(*ids: str, more: str = "complete='true'", count: str = "", index: str = "") -> str:
    """The end of a page, naming its first and last id."""
    ends = f"<first{index}>{ids[0]}</first><last>{ids[-1]}</last>" if ids else ""
    return f"<fin xmlns='urn:xmpp:mam:2' {more}><set {RSM}>{ends}{count}</set></fin>"


def asked(**options: object) -> tuple[Dialogue, str]:
    """A session that is in the room and has asked for a page, and the request's id."""
    dialogue = in_room()
    request = dialogue.session.archive.query(ROOM, **options)  # type: ignore[arg-type]
    return dialogue, request


def page(*contents: str) -> ArchivePage:
    """What comes of results with these contents."""
    dialogue, request = asked()
    ids = [f"s-{number}" for number in range(len(contents))]
    for archive_id, content in zip(ids, contents, strict=True):
        dialogue.receive(result(request, archive_id, content))
    (got,) = dialogue.answer(request, fin(*ids))
    assert isinstance(got, ArchivePage)
    assert got.ids == tuple(ids)
    return got


def entry(request: str, archive_id: str, content: str, delay: str = DELAY, **more: str) -> str:
    """A result that holds such a message."""
    return result(request, archive_id, forwarded(content, delay=delay), **more)


def live(content: str, **attributes: str) -> str:
    """A message of the room, as it sends it when it is said."""
    given = {"from": f"{ROOM}/2001", "to": JID, "type": "groupchat"} | attributes
    written = " ".join(f"{name}='{value}'" for name, value in given.items())
    return f"<message {CLIENT} {written}>{content}</message>"
