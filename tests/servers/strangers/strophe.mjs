// strophe.js: it resumes what it is told to connect again.
import { DOMParser } from "@xmldom/xmldom";
import { Strophe } from "strophe.js";
import { words } from "./words.mjs";

const AGAIN_MS = 50;

export function create(tell, { service, domain, username, password, resource }) {
  const connection = new Strophe.Connection(service, {
    enableStreamManagement: true,
    streamManagement: { maxUnacked: 1 },
  });
  let wanted = true;
  const connect = () => connection.connect(`${username}@${domain}/${resource}`, password, onStatus);
  function onStatus(status, condition) {
    if (status === Strophe.Status.CONNECTED) {
      connection.addHandler((stanza) => {
        tell({ stanza: Strophe.serialize(stanza) });
        return true;
      });
      tell({ online: true, resumed: connection.sm?.state?.resumed ?? false });
    } else if (status === Strophe.Status.AUTHFAIL) {
      wanted = false;
      tell({ refused: condition });
    } else if (status === Strophe.Status.DISCONNECTED) {
      tell({ offline: true });
      if (wanted) setTimeout(connect, AGAIN_MS);
    }
  }
  connect();
  const element = (xml) => new DOMParser().parseFromString(xml, "text/xml").documentElement;
  const send = (name) => (said) => {
    connection.send(element(words[name](said)));
    connection.flush();
  };
  return {
    ...Object.fromEntries(Object.keys(words).map((name) => [name, send(name)])),
    leave: () => {
      wanted = false;
      connection.disconnect();
    },
  };
}
