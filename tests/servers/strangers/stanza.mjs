// stanza: speaks in objects, so its own writing of each extension is tried, too.
import { createClient, JXT } from "stanza";
import { RETRACT } from "./words.mjs";

const AGAIN_SECONDS = 0.05;

export function create(tell, { service, domain, username, password, resource }) {
  const client = createClient({
    jid: `${username}@${domain}`,
    resource,
    password,
    transports: { websocket: service, bosh: false },
    autoReconnect: true,
    maxReconnectBackoff: AGAIN_SECONDS,
    allowResumption: true,
  });
  client.stanzas.define([
    { element: "retract", namespace: RETRACT, path: "message.retract", fields: { id: JXT.attribute("id") } },
    { element: "store", namespace: "urn:xmpp:hints", path: "message.store", fields: {} },
  ]);
  client.on("session:started", () => tell({ online: true, resumed: false }));
  client.on("stream:management:resumed", () => tell({ online: true, resumed: true }));
  client.on("disconnected", () => tell({ offline: true }));
  client.on("auth:failed", () => tell({ refused: "not-authorized" }));
  client.on("raw:incoming", (...frames) => tell({ stanza: frames.at(-1) }));
  client.connect();
  const say = ({ room, id }, content) => client.sendMessage({ to: room, type: "groupchat", id, ...content });
  return {
    enter: ({ room, nick }) => client.joinRoom(room, nick, { muc: { type: "join", history: { maxStanzas: 0 } } }),
    say: (said) => say(said, { body: said.body, originId: said.id }),
    correct: (said) => say(said, { body: said.body, replace: said.of }),
    withdraw: (said) => say(said, { retract: { id: said.of }, store: {} }),
    mark: (said) => say(said, { marker: { type: "displayed", id: said.of }, store: {} }),
    query: ({ room, id, after, max }) =>
      client.sendIQ({ to: room, type: "set", id, archive: { type: "query", queryId: id, paging: { max, after: after ?? undefined } } }),
    leave: () => client.disconnect(),
  };
}
