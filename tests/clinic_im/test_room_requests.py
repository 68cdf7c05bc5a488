"""What a room and its occupants are asked: features, members, occupants, pings."""

from tests.clinic_im.client import NS


async def test_room_information_says_what_a_client_has_to_know(start):
    async with start() as running:
        client = await running.online(1001)
        room = running.room(running.consultation.consultation_id)
        query = '<query xmlns="http://jabber.org/protocol/disco#info"/>'
        answer = await client.iq("get", query, room)
        features = {one.get("var") for one in answer.iterfind("info:query/info:feature", NS)}
    assert {"muc_membersonly", "muc_nonanonymous", NS["mam"], NS["sid"], NS["oid"]} <= features


async def test_members_alone_are_told_whose_consultation_a_room_is_for(start):
    query = f'<query xmlns="{NS["info"]}"/>'
    async with start() as running:
        doctor, room = await running.joined(1001)
        stranger = await running.online(running.outsider)
        inside, outside = [await one.iq("get", query, room) for one in (doctor, stranger)]
        patient = running.consultation.target_member_name
    assert patient in inside.find("info:query/info:identity", NS).get("name")
    assert outside.find("info:query/info:identity", NS).attrib == {
        "category": "conference",
        "type": "text",
    }
    assert [len(one.findall(".//{jabber:x:data}x")) for one in (inside, outside)] == [1, 0]


async def test_members_may_list_members_but_not_change_them(start):
    async with start() as running:
        client = await running.online(1001)
        room = running.room(running.consultation.consultation_id)
        query = f'<query xmlns="{NS["admin"]}"><item affiliation="member"/></query>'
        listed = await client.iq("get", query, room)
        refused = await client.iq("set", query, room)
        members = {one.get("jid") for one in listed.iterfind("admin:query/admin:item", NS)}
        consultation = running.consultation
    ids = (consultation.creator_member_id, *consultation.doctor_ids)
    assert members == {f"{one}@clinic.test" for one in ids}
    assert refused.find("c:error/e:not-allowed", NS) is not None


async def test_members_alone_are_told_who_is_in_a_room(start):
    query = f'<query xmlns="{NS["items"]}"/>'
    async with start() as running:
        doctor, room = await running.joined(1001)
        await running.joined(running.patient)
        stranger = await running.online(running.outsider)
        answers = [await one.iq("get", query, room) for one in (doctor, stranger)]
    listed = [
        [one.get("jid") for one in answer.iterfind("items:query/items:item", NS)]
        for answer in answers
    ]
    assert listed == [sorted([f"{room}/1001", f"{room}/{running.patient}"]), []]


async def test_a_room_has_no_nodes(start):
    async with start() as running:
        doctor, room = await running.joined(1001)
        for kind in ("info", "items"):
            query = f'<query xmlns="{NS[kind]}" node="urn:example"/>'
            answer = await doctor.iq("get", query, room)
            assert answer.find("c:error/e:item-not-found", NS) is not None


async def test_a_ping_to_another_occupant_is_answered_by_that_one(start):
    ping = '<ping xmlns="urn:xmpp:ping"/>'
    async with start() as running:
        doctor, room = await running.joined(1001)
        patient, _ = await running.joined(running.patient)
        await doctor.next()
        address = f"{room}/{running.patient}"
        await doctor.send(
            f'<iq xmlns="jabber:client" type="get" id="mine" to="{address}">{ping}</iq>'
        )
        asked = await patient.next()
        assert asked.get("from") == f"{room}/1001"
        assert asked.find("{urn:xmpp:ping}ping") is not None
        answer = '<iq xmlns="jabber:client" type="result" id="{}" to="{}"/>'
        await doctor.send(answer.format(asked.get("id"), f"{room}/1001"))
        assert await doctor.before_pong() == [], "who was not asked cannot answer"
        await patient.send(answer.format(asked.get("id"), f"{room}/1001"))
        answered = await doctor.next()
        await patient.send(answer.format(asked.get("id"), f"{room}/1001"))
        assert await doctor.before_pong() == [], "an answer is given once"
    assert (answered.get("id"), answered.get("from")) == ("mine", address)
