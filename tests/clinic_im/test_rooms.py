"""XEP-0045 for consultations: who may enter, who is told what, how one is put out."""

import pytest

from tests.clinic_im.client import NS
from workstation.clinic.consultations import NewConsultation


def statuses(presence):
    return {int(one.get("code")) for one in presence.iterfind("user:x/user:status", NS)}


def item(presence):
    return presence.find("user:x/user:item", NS)


async def test_a_room_is_not_anonymous_and_new_to_nobody_since_the_platform_made_it(start):
    async with start() as running:
        client = await running.online(1001)
        room = running.room(running.consultation.consultation_id)
        came = await client.join(room, "1001")
        second = await running.online(running.colleague)
        later = await second.join(room, str(running.colleague))
    own, subject = came
    assert own.get("from") == f"{room}/1001"
    assert statuses(own) == {100, 110}
    assert item(own).attrib == {
        "role": "participant",
        "affiliation": "member",
        "jid": "1001@clinic.test/desk",
    }
    assert subject.get("from") == room
    assert subject.findtext("c:subject", namespaces=NS) == ""
    assert statuses(later[-2]) == {100, 110}


async def test_occupants_are_introduced_with_their_real_jid_and_display_name(start):
    async with start() as running:
        doctor, room = await running.joined(1001)
        patient = await running.online(running.patient, "phone")
        nick = '<nick xmlns="http://jabber.org/protocol/nick">王秀英</nick>'
        await patient.send(
            f'<presence xmlns="jabber:client" to="{room}/{running.patient}">'
            f'<x xmlns="http://jabber.org/protocol/muc"/>{nick}</presence>'
        )
        introduced = await patient.next()
        seen = await doctor.next()
    assert item(introduced).get("jid") == "1001@clinic.test/desk"
    assert item(seen).get("jid") == f"{running.patient}@clinic.test/phone"
    assert seen.findtext("{http://jabber.org/protocol/nick}nick") == "王秀英"
    assert seen.find("oid:occupant-id", NS).get("id")


async def test_a_client_cannot_put_words_of_the_room_into_its_presence(start):
    async with start() as running:
        doctor, room = await running.joined(1001)
        patient = await running.online(running.patient)
        forged = f'<x xmlns="{NS["user"]}"><item jid="1001@clinic.test"/><status code="110"/></x>'
        await patient.send(
            f'<presence xmlns="jabber:client" to="{room}/{running.patient}">{forged}'
            f'<occupant-id xmlns="{NS["oid"]}" id="mine"/>'
            '<x xmlns="http://jabber.org/protocol/muc"/></presence>'
        )
        seen = await doctor.next()
    assert [one.get("jid") for one in seen.iterfind("user:x/user:item", NS)] == [
        f"{running.patient}@clinic.test/desk"
    ]
    assert statuses(seen) == set()
    assert [one.get("id") == "mine" for one in seen.iterfind("oid:occupant-id", NS)] == [False]


async def test_who_is_no_member_must_register(start):
    async with start() as running:
        doctor, room = await running.joined(1001)
        client = await running.online(running.outsider)
        refusal = (await client.join(room, str(running.outsider)))[-1]
        assert await doctor.before_pong() == []
    assert refusal.get("type") == "error"
    assert refusal.find("c:error/e:registration-required", NS) is not None


@pytest.mark.parametrize(
    ("address", "condition"),
    [
        ("consult-999999@consult.clinic.test/1001", "not-allowed"),
        ("consult-0{id}@consult.clinic.test/1001", "not-allowed"),
        ("consult-１@consult.clinic.test/1001", "not-allowed"),
        ("lobby@consult.clinic.test/1001", "not-allowed"),
        ("consult-{id}@consult.clinic.test", "jid-malformed"),
    ],
)
async def test_there_are_rooms_of_consultations_only(start, address, condition):
    async with start() as running:
        client = await running.online(1001)
        to = address.format(id=running.consultation.consultation_id)
        await client.send(
            f'<presence xmlns="jabber:client" to="{to}">'
            '<x xmlns="http://jabber.org/protocol/muc"/></presence>'
        )
        refusal = await client.next()
    assert refusal.find(f"c:error/e:{condition}", NS) is not None


async def test_a_nick_of_another_account_is_a_conflict(start):
    async with start() as running:
        _, room = await running.joined(1001)
        patient = await running.online(running.patient)
        refusal = (await patient.join(room, "1001"))[-1]
    assert refusal.find("c:error/e:conflict", NS) is not None


async def test_a_nick_that_was_left_may_be_taken_by_another_account(start):
    async with start() as running:
        doctor, room = await running.joined(1001)
        await doctor.send(f'<presence xmlns="jabber:client" to="{room}/1001" type="unavailable"/>')
        await doctor.next()
        patient = await running.online(running.patient)
        came = await patient.join(room, "1001")
    assert item(came[0]).get("jid") == f"{running.patient}@clinic.test/desk"
    assert statuses(came[0]) >= {110}


async def test_a_second_device_of_the_same_account_shares_the_nick(start):
    async with start() as running:
        first, room = await running.joined(1001, "desk")
        second, _ = await running.joined(1001, "home")
        patient, _ = await running.joined(running.patient)
        await patient.say(room, "m1", "hello")
        await first.wait_for_message("m1")
        await second.wait_for_message("m1")
        await second.send(f'<presence xmlns="jabber:client" to="{room}/1001" type="unavailable"/>')
        gone = await second.until(lambda one: one.get("type") == "unavailable")
        presences = [
            await one.until(lambda root: root.tag.endswith("presence")) for one in (first, patient)
        ]
        await first.say(room, "m2", "still in")
        assert await first.wait_for_message("m2") is not None
        first.socket.transport.abort()
        left = await patient.until(lambda one: one.get("type") == "unavailable")
    assert statuses(gone) == {110}
    assert [one.get("type") for one in presences] == [None, None], "the nick is still there"
    assert [statuses(one) for one in presences] == [{110}, set()]
    assert [item(one).get("jid") for one in presences] == ["1001@clinic.test/desk"] * 2
    assert item(left).get("jid") == "1001@clinic.test/desk"


async def test_a_nick_change_is_told_as_303(start):
    async with start() as running:
        doctor, room = await running.joined(1001)
        patient, _ = await running.joined(running.patient)
        await doctor.next()
        await patient.send(f'<presence xmlns="jabber:client" to="{room}/another"/>')
        gone, come = await doctor.next(), await doctor.next()
    assert statuses(gone) == {303}
    assert item(gone).get("nick") == "another"
    assert come.get("from") == f"{room}/another"
    assert item(come).get("jid") == f"{running.patient}@clinic.test/desk"


async def test_leaving_is_told_to_both_sides(start):
    async with start() as running:
        doctor, room = await running.joined(1001)
        patient, _ = await running.joined(running.patient)
        await doctor.next()
        address = f"{room}/{running.patient}"
        await patient.send(f'<presence xmlns="jabber:client" to="{address}" type="unavailable"/>')
        own, seen = await patient.next(), await doctor.next()
        await patient.say(room, "m1", "too late")
        error = await patient.wait_for_message("m1")
    assert (own.get("type"), statuses(own)) == ("unavailable", {110})
    assert (seen.get("type"), statuses(seen)) == ("unavailable", set())
    assert error.find("c:error/e:not-acceptable", NS) is not None


@pytest.mark.parametrize("status", [307, 322, 332, 333])
async def test_who_is_put_out_is_told_why_and_may_come_back(start, status):
    async with start() as running:
        doctor, room = await running.joined(1001)
        number = running.consultation.consultation_id
        body = {"consultation_id": number, "member_id": 1001, "status": status}
        running.im.control.act("put-out", body)
        out = await doctor.next()
        back = await doctor.join(room, "1001")
    assert (out.get("type"), statuses(out)) == ("unavailable", {status, 110})
    assert back[-1].find("c:subject", NS) is not None


async def test_a_lost_membership_puts_out_and_closes_room_and_archive(start):
    async with start() as running:
        doctor, room = await running.joined(1001)
        number = running.consultation.consultation_id
        body = {"consultation_id": number, "member_id": 1001, "status": 321}
        running.im.control.act("put-out", body)
        out = await doctor.next()
        refusal = (await doctor.join(room, "1001"))[-1]
        _, archive = await doctor.page(room, "<max>1</max>")
    assert statuses(out) == {321, 110}
    assert item(out).get("affiliation") == "none"
    assert refusal.find("c:error/e:registration-required", NS) is not None
    assert archive.find("c:error/e:forbidden", NS) is not None


async def test_a_self_ping_tells_whether_one_is_still_in_the_room(start):
    async with start() as running:
        doctor, room = await running.joined(1001)
        ping = '<ping xmlns="urn:xmpp:ping"/>'
        inside = await doctor.iq("get", ping, f"{room}/1001")
        number = running.consultation.consultation_id
        running.im.control.act("lose-room", {"consultation_id": number})
        assert await doctor.before_pong() == []
        lost = await doctor.iq("get", ping, f"{room}/1001")
        gone = await doctor.iq("get", ping, "consult-999999@consult.clinic.test/1001")
    assert inside.get("type") == "result"
    assert lost.find("c:error/e:not-acceptable", NS) is not None
    assert gone.find("c:error/e:item-not-found", NS) is not None


async def test_joining_again_brings_occupants_and_subject_again(start):
    async with start() as running:
        doctor, room = await running.joined(1001)
        await running.joined(running.patient)
        await doctor.next()
        came = await doctor.join(room, "1001")
    assert [one.get("from") for one in came] == [
        f"{room}/{running.patient}",
        f"{room}/1001",
        room,
    ]


async def test_a_new_consultation_invites_its_doctors_who_are_available(start):
    async with start() as running:
        doctor, silent = await running.online(1001), await running.online(1001, "silent")
        await doctor.send('<presence xmlns="jabber:client"/>')
        await doctor.before_pong()
        before = running.consultation
        made = running.clinic.consultations.create(
            NewConsultation(
                before.creator_member_id, before.target_member_id, before.team_id, "咳嗽", "text"
            )
        )
        (invitation,) = await doctor.before_pong()
        assert await silent.before_pong() == []
        came = await doctor.join(running.room(made.consultation_id), "1001")
    room = running.room(made.consultation_id)
    assert invitation.find("conf:x", NS).get("jid") == room
    assert invitation.get("from") == room
    assert came[-1].get("from") == room


async def test_nobody_is_invited_through_the_room(start):
    async with start() as running:
        doctor, room = await running.joined(1001)
        other = await running.online(running.outsider)
        await other.send('<presence xmlns="jabber:client"/>')
        await other.before_pong()
        invite = f'<x xmlns="{NS["user"]}"><invite to="{other.jid}"/></x>'
        await doctor.send(f'<message xmlns="jabber:client" to="{room}">{invite}</message>')
        refused = await doctor.next()
        assert await other.before_pong() == []
    assert refused.find("c:error/e:forbidden", NS) is not None


async def test_an_accounts_sessions_hear_of_each_other(start):
    async with start() as running:
        desk, home = await running.online(1001, "desk"), await running.online(1001, "home")
        await desk.send('<presence xmlns="jabber:client"><show>away</show></presence>')
        own = await desk.next()
        await home.send('<presence xmlns="jabber:client"/>')
        seen = [await home.next(), await home.next()]
        came = await desk.next()
        home.socket.transport.abort()
        left = await desk.next()
    assert [one.get("from") for one in (own, *seen)] == [desk.jid, home.jid, desk.jid]
    assert seen[1].findtext("c:show", namespaces=NS) == "away"
    assert seen[1].find("delay:delay", NS) is not None
    assert [(one.get("from"), one.get("type")) for one in (came, left)] == [
        (home.jid, None),
        (home.jid, "unavailable"),
    ]
