"""Namespaces of the wire, each by the name its specification is known under."""

from typing import Final

# RFC 6120, RFC 7395
CLIENT: Final = "jabber:client"
FRAMING: Final = "urn:ietf:params:xml:ns:xmpp-framing"
STREAMS: Final = "http://etherx.jabber.org/streams"
STREAM_ERRORS: Final = "urn:ietf:params:xml:ns:xmpp-streams"
STANZA_ERRORS: Final = "urn:ietf:params:xml:ns:xmpp-stanzas"
SASL: Final = "urn:ietf:params:xml:ns:xmpp-sasl"
BIND: Final = "urn:ietf:params:xml:ns:xmpp-bind"

SASL2: Final = "urn:xmpp:sasl:2"  # XEP-0388
BIND2: Final = "urn:xmpp:bind:0"  # XEP-0386
FAST: Final = "urn:xmpp:fast:0"  # XEP-0484

STREAM_MANAGEMENT: Final = "urn:xmpp:sm:3"  # XEP-0198

DISCO_INFO: Final = "http://jabber.org/protocol/disco#info"  # XEP-0030
CAPABILITIES: Final = "http://jabber.org/protocol/caps"  # XEP-0115
DISCO_ITEMS: Final = "http://jabber.org/protocol/disco#items"
DATA_FORMS: Final = "jabber:x:data"  # XEP-0004
PING: Final = "urn:xmpp:ping"  # XEP-0199

MUC: Final = "http://jabber.org/protocol/muc"  # XEP-0045
MUC_USER: Final = "http://jabber.org/protocol/muc#user"
NICK: Final = "http://jabber.org/protocol/nick"  # XEP-0172
CONFERENCE: Final = "jabber:x:conference"  # XEP-0249
OCCUPANT_ID: Final = "urn:xmpp:occupant-id:0"  # XEP-0421

ARCHIVE: Final = "urn:xmpp:mam:2"  # XEP-0313
RESULT_SET: Final = "http://jabber.org/protocol/rsm"  # XEP-0059
FORWARD: Final = "urn:xmpp:forward:0"  # XEP-0297
DELAY: Final = "urn:xmpp:delay"  # XEP-0203

STANZA_IDS: Final = "urn:xmpp:sid:0"  # XEP-0359
HINTS: Final = "urn:xmpp:hints"  # XEP-0334
CHAT_STATES: Final = "http://jabber.org/protocol/chatstates"  # XEP-0085
CHAT_MARKERS: Final = "urn:xmpp:chat-markers:0"  # XEP-0333
CORRECTION: Final = "urn:xmpp:message-correct:0"  # XEP-0308
RETRACTION: Final = "urn:xmpp:message-retract:1"  # XEP-0424
FALLBACK: Final = "urn:xmpp:fallback:0"  # XEP-0428
REPLY: Final = "urn:xmpp:reply:0"  # XEP-0461
REFERENCE: Final = "urn:xmpp:reference:0"  # XEP-0372

OUT_OF_BAND: Final = "jabber:x:oob"  # XEP-0066
FILE_SHARING: Final = "urn:xmpp:sfs:0"  # XEP-0447
FILE_METADATA: Final = "urn:xmpp:file:metadata:0"  # XEP-0446
URL_DATA: Final = "http://jabber.org/protocol/url-data"  # XEP-0103
UPLOAD: Final = "urn:xmpp:http:upload:0"  # XEP-0363

PUBSUB: Final = "http://jabber.org/protocol/pubsub"  # XEP-0060, XEP-0163
DISPLAYED_SYNC: Final = "urn:xmpp:mds:displayed:0"  # XEP-0490

CARBONS: Final = "urn:xmpp:carbons:2"  # XEP-0280, ignored
ROSTER: Final = "jabber:iq:roster"  # RFC 6121, ignored
EVENTS: Final = "http://jabber.org/protocol/pubsub#event"  # XEP-0163
