"""Nodes of an account: small things that one of its clients keeps for the others (XEP-0163).

An account reads and writes its own nodes and nobody else's. What is published goes at once to
those of its sessions that want the node: each tells its features when it is asked about the
fingerprint in its presence (XEP-0115), and ``NODE+notify`` among them is the wish.

    presence with <c ver=…/>   →  disco#info to the session
    ←  result: …+notify            kept with the session
    publish by another session →  <message><event/></message> to this one
"""

import sqlite3
from collections.abc import Callable, Iterator
from typing import Final

from workstation.clinic.im import names
from workstation.clinic.im.session import Session
from workstation.clinic.im.sessions import Sessions
from workstation.clinic.im.stanza import Outgoing, Recipient, StanzaError, answer
from workstation.xmpp import namespaces as ns
from workstation.xmpp.jid import JidParts
from workstation.xmpp.xml import Element, child, children, element, parse, qualified, serialise

PUBSUB: Final = qualified(ns.PUBSUB, "pubsub")
MAX_ITEMS: Final = 1_000
_NO_NODE: Final = StanzaError("cancel", "item-not-found")
_NOT_DONE: Final = StanzaError("cancel", "feature-not-implemented")
_MALFORMED: Final = StanzaError("modify", "bad-request")
_WISH: Final = "+notify"
_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS personal_items (
    number  INTEGER PRIMARY KEY AUTOINCREMENT,
    account TEXT NOT NULL,
    node    TEXT NOT NULL,
    id      TEXT NOT NULL,
    payload TEXT NOT NULL,
    UNIQUE (account, node, id)
);
"""


class PersonalNodes:
    """The nodes of all accounts, on one SQLite database; the newest item of a node is its last."""

    def __init__(self, database: sqlite3.Connection, sessions: Sessions) -> None:
        self._database, self._sessions = database, sessions
        database.executescript(_SCHEMA)
        self._acts: dict[str, Callable[[Recipient, Element], Element | StanzaError]] = {
            qualified(ns.PUBSUB, "publish"): self._publish,
            qualified(ns.PUBSUB, "items"): self._items,
        }

    def receive(self, sender: Recipient, stanza: Element) -> StanzaError | None:
        """Act on a request of an account about its own nodes."""
        asked = stanza[0][0] if len(stanza[0]) else None
        act = None if asked is None else self._acts.get(asked.tag)
        if act is None or asked is None:
            return _NOT_DONE
        if not asked.get("node"):
            return _MALFORMED
        result = act(sender, asked)
        if isinstance(result, StanzaError):
            return result
        sender.deliver(Outgoing(answer(stanza, element(PUBSUB, None, result))))
        return None

    def on_available(self, session: Session, presence: Element) -> None:
        """Ask a session for the features that its presence names."""
        mark = child(presence, qualified(ns.CAPABILITIES, "c"))
        if mark is None:
            return
        node = f"{mark.get('node', '')}#{mark.get('ver', '')}"
        query = element(qualified(ns.DISCO_INFO, "query"), {"node": node})
        asked = {"type": "get", "id": "features", "from": session.address.bare}
        session.deliver(Outgoing(element(names.IQ, asked, query)))

    def on_features(self, session: Session, query: Element) -> None:
        """Note the features that a session has told: which nodes it wants to hear of."""
        features = children(query, qualified(ns.DISCO_INFO, "feature"))
        wishes = (feature.get("var", "") for feature in features)
        session.wanted_nodes = frozenset(
            wish.removesuffix(_WISH) for wish in wishes if wish.endswith(_WISH)
        )

    def _publish(self, sender: Recipient, publish: Element) -> Element | StanzaError:
        account, node = JidParts.parse(sender.jid).bare, publish.get("node", "")
        item = child(publish, qualified(ns.PUBSUB, "item"))
        if item is None or len(item) != 1:
            return _MALFORMED
        item_id = item.get("id") or "current"
        with self._database:
            self._database.execute(
                "INSERT OR REPLACE INTO personal_items (account, node, id, payload)"
                " VALUES (?, ?, ?, ?)",
                (account, node, item_id, serialise(item[0])),
            )
            self._database.execute(
                "DELETE FROM personal_items WHERE account = ?1 AND node = ?2 AND number NOT IN"
                " (SELECT number FROM personal_items WHERE account = ?1 AND node = ?2"
                " ORDER BY number DESC LIMIT ?3)",
                (account, node, MAX_ITEMS),
            )
        self._notify(account, node, item_id, item[0])
        published = element(qualified(ns.PUBSUB, "item"), {"id": item_id})
        return element(qualified(ns.PUBSUB, "publish"), {"node": node}, published)

    def _notify(self, account: str, node: str, item_id: str, payload: Element) -> None:
        item = element(qualified(ns.EVENTS, "item"), {"id": item_id}, payload)
        items = element(qualified(ns.EVENTS, "items"), {"node": node}, item)
        event = element(qualified(ns.EVENTS, "event"), None, items)
        pushed = {"type": "headline", "from": account}
        message = Outgoing(element(names.MESSAGE, pushed, event))
        for session in self._sessions.of(account):
            if session.available and node in session.wanted_nodes:
                session.deliver(message)

    def _items(self, sender: Recipient, asked: Element) -> Element | StanzaError:
        account, node = JidParts.parse(sender.jid).bare, asked.get("node", "")
        limit = asked.get("max_items", "")
        rows = self._database.execute(
            "SELECT id, payload FROM personal_items WHERE account = ? AND node = ?"
            " ORDER BY number DESC LIMIT ?",
            (account, node, _read_limit(limit)),
        ).fetchall()
        if not rows:
            return _NO_NODE
        return element(qualified(ns.PUBSUB, "items"), {"node": node}, *_read(rows))


def _read_limit(written: str) -> int:
    """How many items are asked for, at most as many as there can be."""
    is_number = written.isdecimal() and len(written) <= len(str(MAX_ITEMS))
    return min(int(written), MAX_ITEMS) if is_number else MAX_ITEMS


def _read(rows: list[tuple[str, str]]) -> Iterator[Element]:
    for item_id, payload in rows:
        yield element(qualified(ns.PUBSUB, "item"), {"id": item_id}, parse(payload))
