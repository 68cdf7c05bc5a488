// @xmpp/client: its own reconnection, its own XEP-0198.
import { client } from "@xmpp/client";
import parse from "@xmpp/xml/lib/parse.js";
import { words } from "./words.mjs";

export function create(tell, { service, domain, username, password, resource }) {
  const credentials = (authenticate, mechanisms) =>
    authenticate(
      { username, password },
      mechanisms.find((each) => each.startsWith("SCRAM-SHA-1")) ?? "PLAIN",
    );
  const xmpp = client({ service, domain, resource, credentials });
  xmpp.reconnect.delay = 50;
  // After 2 s, its own value, it gives up an answer for lost, and with it the way back.
  xmpp.timeout = 30_000;
  // It calls itself online before it asks for XEP-0198; what is sent between the two is miscounted.
  xmpp.on("element", (element) => {
    if (element.is("enabled", "urn:xmpp:sm:3")) tell({ online: true, resumed: false });
  });
  xmpp.streamManagement.on("resumed", () => tell({ online: true, resumed: true }));
  xmpp.on("disconnect", () => tell({ offline: true }));
  xmpp.on("stanza", (stanza) => tell({ stanza: stanza.toString() }));
  xmpp.on("error", (error) => {
    tell(error.name === "SASLError" ? { refused: error.condition } : { error: String(error) });
  });
  xmpp.start().catch(() => {});
  const send = (name) => (said) => xmpp.send(parse(words[name](said)));
  return {
    ...Object.fromEntries(Object.keys(words).map((name) => [name, send(name)])),
    leave: () => xmpp.stop(),
  };
}
