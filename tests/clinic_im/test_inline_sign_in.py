"""A sign-in with everything inside, by a client that knows nothing of the product's wire."""

import base64
import hmac

import pytest

from tests.clinic_im.client import DOMAIN, NS, parsed
from workstation.clinic.im.fast_tokens import LIFE_MS

NS2 = NS | {"s2": "urn:xmpp:sasl:2", "b2": "urn:xmpp:bind:0", "fast": "urn:xmpp:fast:0"}
AGENT = "d4565fa7-4d72-4749-b3d3-740edbf87770"
BIND = f'<bind xmlns="{NS2["b2"]}"><tag>desk</tag><enable xmlns="{NS["sm"]}" resume="true"/></bind>'
REQUEST = f'<request-token xmlns="{NS2["fast"]}" mechanism="HT-SHA-256-NONE"/>'

NO_BASE64 = (
    f'<authenticate xmlns="{NS2["s2"]}" mechanism="HT-SHA-256-NONE">'
    "<initial-response>***</initial-response></authenticate>"
)


async def opened(running, member=1001):
    """A client that said who it is, and what it was offered."""
    client = await running.connect()
    await client.send(
        f'<open xmlns="{NS["framing"]}" to="{DOMAIN}" from="{member}@{DOMAIN}" version="1.0"/>'
    )
    await client.next()
    return client, await client.next()


async def authenticated(client, mechanism, initial, inside):
    """Sign in; the server's answer."""
    proof = base64.b64encode(initial).decode()
    await client.send(
        f'<authenticate xmlns="{NS2["s2"]}" mechanism="{mechanism}">'
        f"<initial-response>{proof}</initial-response>"
        f'<user-agent id="{AGENT}"/>{inside}</authenticate>'
    )
    return await client.next()


async def with_password(running, inside=BIND + REQUEST, member=1001):
    """A client that is online by its password, and what the server said."""
    client, _ = await opened(running, member)
    initial = f"\0{member}\0{running.password(member)}".encode()
    return client, await authenticated(client, "PLAIN", initial, inside)


async def with_token(running, token, inside=BIND, count=1):
    client, _ = await opened(running)
    proof = hmac.digest(token.encode(), b"Initiator", "sha256")
    fast = f'<fast xmlns="{NS2["fast"]}" count="{count}"/>'
    return client, await authenticated(client, "HT-SHA-256-NONE", b"1001\0" + proof, fast + inside)


def token_of(success):
    """The token that came with a success."""
    return success.find("fast:token", NS2).get("token")


def condition(failure):
    """Why a sign-in failed."""
    return failure[0].tag.rpartition("}")[2]


async def test_it_is_offered_to_who_says_who_that_is(start):
    async with start() as running:
        _, features = await opened(running)
        inline = features.find("s2:authentication/s2:inline", NS2)
        assert inline.findtext("fast:fast/fast:mechanism", "", NS2) == "HT-SHA-256-NONE"
        assert inline.find("b2:bind/b2:inline/b2:feature", NS2).get("var") == NS["sm"]
        assert inline.find("sm:sm", NS2) is not None
        anybody = await (await running.connect()).open()
        assert anybody.find("s2:authentication", NS2) is None


async def test_one_answer_brings_proof_session_and_token(start):
    async with start() as running:
        client, success = await with_password(running)
        jid = success.findtext("s2:authorization-identifier", "", NS2)
        assert jid.startswith(f"1001@{DOMAIN}/desk~")
        assert success.find("b2:bound/sm:enabled", NS2).get("resume") == "true"
        assert (await client.next()).tag.endswith("features")
        assert await client.before_pong() == []
        _, success = await with_token(running, token_of(success))
        proof = base64.b64decode(success.findtext("s2:additional-data", "", NS2))
        assert len(proof) == 32
        assert success.findtext("s2:authorization-identifier", "", NS2) == jid
        assert await client.closed(), "the same installation ended its older session"


async def test_a_lost_session_goes_on_in_the_answer_and_what_was_missed_comes_after_it(start):
    async with start() as running:
        client, success = await with_password(running)
        previous = success.find("b2:bound/sm:enabled", NS2).get("id")
        await client.next()
        room = running.room(running.consultation.consultation_id)
        await client.join(room, "1001")
        client.socket.transport.abort()
        await running.until(
            lambda: all(one.stream is None for one in running.service.sessions.of(f"1001@{DOMAIN}"))
        )
        colleague, _ = await running.joined(running.colleague)
        await colleague.say(room, "m1", "hello")
        await colleague.wait_for_message("m1")
        inside = f'<resume xmlns="{NS["sm"]}" previd="{previous}" h="0"/>{BIND}'
        again, success = await with_token(running, token_of(success), inside)
        assert success.find("sm:resumed", NS2).get("previd") == previous
        assert success.find("b2:bound", NS2) is None
        message = await again.wait_for_message("m1")
        assert message.find("delay:delay", NS2) is not None
        assert (await again.next()).tag.endswith("features")


async def test_a_session_that_is_gone_gives_way_to_a_new_one(start):
    async with start() as running:
        inside = f'<resume xmlns="{NS["sm"]}" previd="nobody" h="0"/>{BIND}'
        _, success = await with_password(running, inside)
        assert success.find("sm:failed/e:item-not-found", NS2) is not None
        assert success.find("b2:bound/sm:enabled", NS2) is not None


async def test_without_a_wish_for_a_session_features_lead_to_one(start):
    async with start() as running:
        client, success = await with_password(running, "")
        assert success.findtext("s2:authorization-identifier", "", NS2) == f"1001@{DOMAIN}"
        features = await client.next()
        assert features.find("bind:bind", NS2) is not None
        assert await client.bind() == f"1001@{DOMAIN}/desk"


async def test_scram_is_proven_on_both_sides(start):
    async with start() as running:
        client, _ = await opened(running)
        password = running.password(1001)
        challenge = await authenticated(client, "SCRAM-SHA-256", b"n,,n=1001,r=nonce", BIND)
        assert b"r=nonce" in base64.b64decode(challenge.text)
        await client.send(f'<response xmlns="{NS2["s2"]}">Yz1iaXdz</response>')
        assert condition(await client.next()) == "not-authorized"
        initial = f"\0{1001}\0{password}".encode()
        assert (await authenticated(client, "PLAIN", initial, BIND)).tag.endswith("success")


async def test_a_token_is_good_until_its_end_and_each_count_once(start):
    async with start() as running:
        token = token_of((await with_password(running))[1])
        running.im.control.act("expire-passwords", {"member_id": 1001})
        assert (await with_token(running, token, count=5))[1].tag.endswith("success")
        assert condition((await with_token(running, token, count=5))[1]) == "not-authorized"
        assert condition((await with_token(running, token + "x", count=6))[1]) == "not-authorized"
        running.clock.seconds += LIFE_MS / 1_000
        assert condition((await with_token(running, token, count=7))[1]) == "not-authorized"


async def test_a_new_token_takes_the_place_of_the_old_one_once_it_is_used(start):
    async with start() as running:
        old = token_of((await with_password(running))[1])
        new = token_of((await with_token(running, old, BIND + REQUEST))[1])
        assert (await with_token(running, old, count=2))[1].tag.endswith("success")
        assert (await with_token(running, new))[1].tag.endswith("success")
        assert condition((await with_token(running, old, count=3))[1]) == "not-authorized"


async def test_a_revoked_token_is_good_for_nothing(start):
    async with start() as running:
        token = token_of((await with_password(running))[1])
        running.im.control.act("revoke-tokens", {"member_id": 1001})
        assert condition((await with_token(running, token))[1]) == "not-authorized"


@pytest.mark.parametrize(
    ("frame", "expected"),
    [
        (f'<authenticate xmlns="{NS2["s2"]}" mechanism="X"/>', "invalid-mechanism"),
        (f'<authenticate xmlns="{NS2["s2"]}" mechanism="HT-SHA-256-NONE"/>', "not-authorized"),
        (NO_BASE64, "malformed-request"),
        (f'<response xmlns="{NS2["s2"]}">eA==</response>', "not-authorized"),
    ],
)
async def test_what_is_no_sign_in_is_refused(start, frame, expected):
    async with start() as running:
        client, _ = await opened(running)
        await client.send(frame)
        assert condition(parsed(await client.frame())) == expected
