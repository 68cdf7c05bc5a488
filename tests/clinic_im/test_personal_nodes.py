"""An account's nodes: kept, told to its own sessions that want them, to nobody else (XEP-0163)."""

import pytest

from tests.clinic_im.client import NS

PUBSUB = "http://jabber.org/protocol/pubsub"
NODE = "urn:xmpp:mds:displayed:0"
CAPS = '<c xmlns="http://jabber.org/protocol/caps" hash="sha-1" node="n" ver="v"/>'


async def request(client, kind, inner):
    client.numbers += 1
    number = f"n{client.numbers}"
    pubsub = f'<pubsub xmlns="{PUBSUB}">{inner}</pubsub>'
    await client.send(f'<iq xmlns="jabber:client" type="{kind}" id="{number}">{pubsub}</iq>')
    return await client.until(lambda root: root.get("id") == number)


def publish(item_id, word):
    item = f'<item id="{item_id}"><seen xmlns="x">{word}</seen></item>'
    return f'<publish node="{NODE}">{item}</publish>'


async def listed(client, node=NODE, more=""):
    answer = await request(client, "get", f'<items node="{node}" {more}/>')
    items = [(item.get("id"), item[0].text) for item in answer.iter(f"{{{PUBSUB}}}item")]
    return items if answer.get("type") == "result" else answer.find("c:error/e:*", NS).tag


async def wants(client, *features):
    """Be available, and tell the features when asked."""
    await client.send(f'<presence xmlns="jabber:client">{CAPS}</presence>')
    asked = await client.until(lambda root: root.find("info:query", NS) is not None)
    assert asked.find("info:query", NS).get("node") == "n#v"
    assert asked.get("from") == "1001@clinic.test"
    listed_features = "".join(f'<feature var="{feature}"/>' for feature in features)
    query = f'<query xmlns="{NS["info"]}">{listed_features}</query>'
    number, to = asked.get("id"), asked.get("from")
    await client.send(
        f'<iq xmlns="jabber:client" type="result" id="{number}" to="{to}">{query}</iq>'
    )
    await client.before_pong()


async def test_the_newest_is_kept_for_the_account_alone(start):
    async with start() as running:
        doctor, other = await running.online(1001), await running.online(1001, "other")
        assert (await listed(doctor)).endswith("item-not-found")
        for item_id, word in (("a", "1"), ("b", "2"), ("a", "3")):
            assert (await request(doctor, "set", publish(item_id, word))).get("type") == "result"
        assert await listed(other) == [("a", "3"), ("b", "2")]
        assert await listed(other, more='max_items="1"') == [("a", "3")]
        colleague = await running.online(running.colleague)
        assert (await listed(colleague)).endswith("item-not-found")


@pytest.mark.parametrize("number", ["9" * 20, "9" * 5_000, "-1", "", "1.0"])
async def test_a_number_of_items_that_is_none_ends_no_session(start, number):
    async with start() as running:
        doctor = await running.online(1001)
        await request(doctor, "set", publish("a", "1"))
        assert await listed(doctor, more=f'max_items="{number}"') == [("a", "1")]


async def test_a_session_that_wants_a_node_is_told_and_another_is_not(start):
    async with start() as running:
        keen, bored = await running.online(1001), await running.online(1001, "bored")
        await wants(keen, "urn:xmpp:ping", f"{NODE}+notify")
        await wants(bored, "urn:xmpp:ping")
        writer = await running.online(1001, "writer")
        await request(writer, "set", publish("room", "7"))
        (pushed,) = [one for one in await keen.before_pong() if one.tag.endswith("message")]
        assert not [one for one in await bored.before_pong() if one.tag.endswith("message")]
    assert (pushed.get("type"), pushed.get("from")) == ("headline", "1001@clinic.test")
    assert pushed[0][0].get("node") == NODE
    assert (pushed[0][0][0].get("id"), pushed[0][0][0][0].text) == ("room", "7")


async def test_what_is_no_such_request_is_refused(start):
    async with start() as running:
        doctor = await running.online(1001)
        for inner in ("", "<configure/>", "<publish/>", f'<publish node="{NODE}"/>', "<items/>"):
            assert (await request(doctor, "get", inner)).get("type") == "error"
