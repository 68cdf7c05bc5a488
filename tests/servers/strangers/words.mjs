// What is said, as XML, for the clients that send what they are given.
export const RETRACT = "urn:xmpp:message-retract:1";
const MUC = "http://jabber.org/protocol/muc";

function groupchat({ room, id }, payload) {
  return `<message xmlns="jabber:client" type="groupchat" to="${room}" id="${id}">${payload}</message>`;
}

export const words = {
  enter: ({ room, nick }) =>
    `<presence xmlns="jabber:client" to="${room}/${nick}"><x xmlns="${MUC}"><history maxstanzas="0"/></x></presence>`,
  say: (said) =>
    groupchat(said, `<body>${said.body}</body><origin-id xmlns="urn:xmpp:sid:0" id="${said.id}"/>`),
  correct: (said) =>
    groupchat(said, `<body>${said.body}</body><replace xmlns="urn:xmpp:message-correct:0" id="${said.of}"/>`),
  withdraw: (said) =>
    groupchat(said, `<retract xmlns="${RETRACT}" id="${said.of}"/><store xmlns="urn:xmpp:hints"/>`),
  mark: (said) =>
    groupchat(said, `<displayed xmlns="urn:xmpp:chat-markers:0" id="${said.of}"/><store xmlns="urn:xmpp:hints"/>`),
  query: ({ room, id, after, max }) =>
    `<iq xmlns="jabber:client" type="set" to="${room}" id="${id}"><query xmlns="urn:xmpp:mam:2" queryid="${id}">` +
    `<set xmlns="http://jabber.org/protocol/rsm"><max>${max}</max>${after ? `<after>${after}</after>` : ""}</set></query></iq>`,
};
