"""Opening, authentication and binding as RFC 7395 and RFC 6120 have them."""



async def test_a_doctor_logs_in_with_scram_and_binds_a_resource(start, ns):
    async with start() as running:
        client = await running.connect()
        features = await client.open()
        offered = [one.text for one in features.findall("sasl:mechanisms/sasl:mechanism", ns)]
        await client.scram("1001", running.password(1001))
        bound_features = await client.open()
        jid = await client.bind("desk")
    assert offered == ["SCRAM-SHA-256", "SCRAM-SHA-1", "PLAIN"]
    assert bound_features.find("bind:bind", ns) is not None
    assert bound_features.find("sm:sm", ns) is not None
    assert jid == "1001@clinic.test/desk"


async def test_a_message_is_echoed_by_the_room_and_found_in_its_archive(start, ns):
    async with start() as running:
        room = running.room(running.consultation.consultation_id)
        client = await running.online(1001)
        await client.join(room, "1001")
        await client.say(room, "m1", "今天好些了吗")
        echo = await client.heard("m1")
        items, fin = await client.page(room, "<max>1</max><before/>")
    archived = items[0].find("mam:result/fwd:forwarded/c:message", ns)
    assert echo.findtext("c:body", namespaces=ns) == "今天好些了吗"
    assert echo.find("sid:stanza-id", ns).get("id") == items[0].find("mam:result", ns).get("id")
    assert archived.find("user:x/user:item", ns).get("jid") == "1001@clinic.test/desk"
    assert fin.get("type") == "result"
