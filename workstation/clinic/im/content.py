"""What members say, as stanzas: texts, pictures, voices, typing, markers (contract, "Messages")."""

from dataclasses import dataclass

from workstation.clinic.im import names
from workstation.xmpp import namespaces as ns
from workstation.xmpp.replies import Reply, write_reply
from workstation.xmpp.xml import Element, element, qualified


@dataclass(frozen=True, slots=True)
class SharedFile:
    """A picture or recording by its address; length in milliseconds."""

    url: str
    media_type: str
    name: str
    width: int | None = None
    height: int | None = None
    length: int | None = None


def text_message(message_id: str, words: str, reply: Reply | None = None) -> Element:
    """A text with its id, which is its origin-id too (XEP-0359), and what it answers (XEP-0461)."""
    body, answered = (words, ()) if reply is None else write_reply(reply, words)
    return _groupchat(message_id, element(names.BODY, text=body), *answered)


def file_message(message_id: str, file: SharedFile) -> Element:
    """A file as XEP-0447 with XEP-0446 says it, and as XEP-0066 for clients that know only that."""
    source = element(qualified(ns.URL_DATA, "url-data"), {"target": file.url})
    return _groupchat(
        message_id,
        element(names.BODY, text=file.url),
        element(
            qualified(ns.FILE_SHARING, "file-sharing"),
            {"disposition": "inline"},
            _metadata(file),
            element(qualified(ns.FILE_SHARING, "sources"), {}, source),
        ),
        element(
            qualified(ns.OUT_OF_BAND, "x"),
            {},
            element(qualified(ns.OUT_OF_BAND, "url"), text=file.url),
        ),
    )


def typing_message(state: str) -> Element:
    """A chat state (XEP-0085) that nobody stores."""
    return element(
        names.MESSAGE,
        {"type": "groupchat"},
        element(qualified(ns.CHAT_STATES, state)),
        element(qualified(ns.HINTS, "no-store")),
    )


def displayed_message(message_id: str, stanza_id: str) -> Element:
    """A marker (XEP-0333) that everything up to the archive id was seen."""
    return element(
        names.MESSAGE,
        {"type": "groupchat", "id": message_id},
        element(qualified(ns.CHAT_MARKERS, "displayed"), {"id": stanza_id}),
        element(qualified(ns.HINTS, "store")),
    )


def _groupchat(message_id: str, *content: Element) -> Element:
    origin = element(names.ORIGIN_ID, {"id": message_id})
    return element(names.MESSAGE, {"type": "groupchat", "id": message_id}, *content, origin)


def _metadata(file: SharedFile) -> Element:
    fields = {
        "media-type": file.media_type,
        "name": file.name,
        "width": file.width,
        "height": file.height,
        "length": file.length,
    }
    return element(
        qualified(ns.FILE_METADATA, "file"),
        {},
        *(
            element(qualified(ns.FILE_METADATA, name), text=str(value))
            for name, value in fields.items()
            if value is not None
        ),
    )
