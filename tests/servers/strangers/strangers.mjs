// Three foreign clients in one process. An order is a line of JSON with `who`, `order` and its
// words; what happens is told as a line of JSON with `who` and the event.
import readline from "node:readline";
import WebSocket from "ws";
import * as strophe from "./strophe.mjs";
import * as stanza from "./stanza.mjs";
import * as xmpp from "./xmpp.mjs";

// Libraries speak on the console: standard output is ours.
console.log = console.info = console.debug = console.error;

// Node 20 has no WebSocket of its own.
globalThis.WebSocket ??= WebSocket;

const kinds = { strophe, stanza, xmpp };
const strangers = new Map();

function tellAs(who) {
  return (event) => process.stdout.write(`${JSON.stringify({ who, ...event })}\n`);
}

async function obey({ who, order, ...words }) {
  const tell = tellAs(who);
  try {
    if (order === "login") strangers.set(who, kinds[words.kind].create(tell, words));
    else await strangers.get(who)[order](words);
    tell({ done: words.id ?? order });
  } catch (error) {
    tell({ failed: `${order}: ${error.message ?? error}` });
  }
}

const lines = readline.createInterface({ input: process.stdin });
lines.on("line", (line) => obey(JSON.parse(line)));
lines.on("close", () => process.exit(0));
process.on("unhandledRejection", (error) => process.stderr.write(`${error}\n`));
