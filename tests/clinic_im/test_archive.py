"""XEP-0313 with XEP-0059: pages in both directions, their ends, anchors nobody knows."""

import sqlite3
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.clinic_im.client import NS
from workstation.clinic.im.archive import Archive, ArchivedStanza, ArchiveQuery
from workstation.clinic.im.engine import EJABBERD, PROSODY


def ids(items):
    return [one.find("mam:result", NS).get("id") for one in items]


def bodies(items):
    path = "mam:result/fwd:forwarded/c:message/c:body"
    return [one.findtext(path, namespaces=NS) for one in items]


def complete(fin):
    return fin.find("mam:fin", NS).get("complete")


async def filled(running, number=5):
    """A doctor in a room in which so many messages were said, and nothing before."""
    doctor, room = await running.joined(1001)
    running.service.archive.forget(room)
    for index in range(number):
        await doctor.say(room, f"m{index}", f"{index}")
        await doctor.wait_for_message(f"m{index}")
    return doctor, room


async def test_pages_lead_forward_to_the_end(start):
    async with start() as running:
        doctor, room = await filled(running)
        first, more = await doctor.page(room, "<max>2</max>")
        last_of_first = more.findtext("mam:fin/rsm:set/rsm:last", namespaces=NS)
        second, _ = await doctor.page(room, f"<max>2</max><after>{last_of_first}</after>")
        third, end = await doctor.page(room, f"<max>2</max><after>{ids(second)[-1]}</after>")
    assert bodies([*first, *second, *third]) == ["0", "1", "2", "3", "4"]
    assert last_of_first == ids(first)[-1]
    assert complete(more) is None
    assert complete(end) == "true"


async def test_pages_lead_backward_to_the_beginning(start):
    async with start() as running:
        doctor, room = await filled(running)
        newest, more = await doctor.page(room, "<max>2</max><before/>")
        before = f"<max>3</max><before>{ids(newest)[0]}</before>"
        oldest, end = await doctor.page(room, before)
    assert bodies(newest) == ["3", "4"]
    assert bodies(oldest) == ["0", "1", "2"]
    assert (complete(more), complete(end)) == (None, "true")


async def test_ejabberd_says_in_words_that_more_remains_and_numbers_its_items(start):
    async with start(engine=EJABBERD) as running:
        doctor, room = await filled(running)
        items, fin = await doctor.page(room, "<max>2</max>")
    assert complete(fin) == "false"
    assert all(number.isdecimal() for number in ids(items))


async def test_an_item_has_its_time_its_real_sender_and_its_stanza_id(start):
    async with start() as running:
        doctor, room = await filled(running, 1)
        (item,), _ = await doctor.page(room, "<max>1</max>")
    forwarded = item.find("mam:result/fwd:forwarded", NS)
    message = forwarded.find("c:message", NS)
    assert item.get("from") == room
    assert forwarded.find("delay:delay", NS).get("stamp") == "2027-01-15T08:00:00.000000Z"
    assert message.get("from") == f"{room}/1001"
    assert message.get("to") is None
    assert message.find("user:x/user:item", NS).get("jid") == "1001@clinic.test/desk"
    assert message.find("sid:stanza-id", NS).get("id") == ids([item])[0]


@pytest.mark.parametrize("paging", ["<after>nonsense</after>", "<before>nonsense</before>"])
async def test_an_unknown_anchor_is_not_found(start, paging):
    async with start() as running:
        doctor, room = await filled(running)
        items, error = await doctor.page(room, f"<max>2</max>{paging}")
    assert items == []
    assert error.find("c:error/e:item-not-found", NS) is not None


async def test_ejabberd_answers_an_unknown_anchor_from_the_start(start):
    async with start(engine=EJABBERD) as running:
        doctor, room = await filled(running)
        items, _ = await doctor.page(room, "<max>2</max><after>nonsense</after>")
    assert bodies(items) == ["0", "1"]


async def test_an_anchor_of_another_room_is_unknown(start):
    async with start() as running:
        doctor, room = await filled(running)
        items, _ = await doctor.page(room, "<max>1</max>")
        other = running.clinic.consultations.in_process(1001)[1].consultation_id
        _, error = await doctor.page(running.room(other), f"<after>{ids(items)[0]}</after>")
    assert error.find("c:error/e:item-not-found", NS) is not None


async def test_a_lost_beginning_of_the_archive_makes_its_ids_unknown(start):
    async with start() as running:
        doctor, room = await filled(running)
        items, _ = await doctor.page(room, "<max>5</max>")
        number = running.consultation.consultation_id
        body = {"consultation_id": number, "through": ids(items)[1]}
        assert running.im.control.act("forget-archive", body) == 2
        _, error = await doctor.page(room, f"<after>{ids(items)[1]}</after>")
        rest, _ = await doctor.page(room, "<max>5</max>")
    assert error.get("type") == "error"
    assert bodies(rest) == ["2", "3", "4"]


async def test_a_page_is_bounded_and_max_zero_only_counts(start):
    async with start() as running:
        doctor, room = await filled(running, 0)
        body = {"consultation_id": running.consultation.consultation_id, "member_id": 1001}
        running.im.control.act("say", body | {"text": "x", "count": 101})
        everything, _ = await doctor.page(room, "<max>99999</max>")
        by_default, _ = await doctor.page(room, "")
        none, fin = await doctor.page(room, "<max>0</max>")
    assert (len(everything), len(by_default), len(none)) == (100, 50, 0)
    assert fin.findtext("mam:fin/rsm:set/rsm:count", namespaces=NS) == "101"


async def test_a_span_of_time_can_be_asked_for(start):
    async with start() as running:
        doctor, room = await filled(running, 2)
        running.clock.seconds += 60
        await doctor.say(room, "late", "late")
        await doctor.wait_for_message("late")
        form = (
            f'<x xmlns="{NS["x"]}" type="submit"><field var="FORM_TYPE"><value>{NS["mam"]}</value>'
            "</field><field var='start'><value>2027-01-15T08:00:30Z</value></field></x>"
        )
        items, _ = await doctor.page(room, "", form)
        _, error = await doctor.page(room, "", form.replace("2027-01-15T08:00:30Z", "soon"))
    assert bodies(items) == ["late"]
    assert error.find("c:error/e:bad-request", NS) is not None


@pytest.mark.parametrize("paging", ["<max>x</max>", "<max>-1</max>", "<max>１</max>"])
async def test_a_page_size_that_is_no_number_is_a_bad_request(start, paging):
    async with start() as running:
        doctor, room = await filled(running, 1)
        _, error = await doctor.page(room, paging)
    assert error.find("c:error/e:bad-request", NS) is not None


async def test_the_archive_is_for_members_also_if_they_have_not_joined(start):
    async with start() as running:
        _, room = await filled(running, 1)
        member = await running.online(running.patient)
        outsider = await running.online(running.outsider)
        items, _ = await member.page(room, "<max>1</max>")
        _, error = await outsider.page(room, "<max>1</max>")
    assert bodies(items) == ["0"]
    assert error.find("c:error/e:forbidden", NS) is not None


async def test_a_room_begins_with_what_was_said_before_the_clinic_opened(start):
    async with start() as running:
        doctor = await running.online(1001)
        spoken = next(
            one
            for one in running.clinic.consultations.in_process(1001)
            if any(
                line.kind != "text" for line in running.clinic.conversations.of(one.consultation_id)
            )
        )
        number = spoken.consultation_id
        seeded = running.clinic.conversations.of(number)
        items, _ = await doctor.page(running.room(number), "<max>100</max>")
        again, _ = await doctor.page(running.room(number), "<max>100</max>")
        address = running.address
    messages = [one.find("mam:result/fwd:forwarded/c:message", NS) for one in items]
    assert len(messages) == len(seeded)
    assert ids(items) == ids(again)
    for line, message in zip(seeded, messages, strict=True):
        jid = message.find("user:x/user:item", NS).get("jid")
        assert jid == f"{line.sender_member_id}@clinic.test"
        body = message.findtext("c:body", namespaces=NS)
        if line.kind == "text":
            assert body == line.text
        else:
            assert body.startswith(f"{address}/media/")
            assert message.findtext("oob:x/oob:url", namespaces=NS) == body
            kind = message.findtext("sfs:file-sharing/file:file/file:media-type", namespaces=NS)
            assert kind.startswith({"image": "image/", "voice": "audio/"}[line.kind])


async def test_who_enters_is_told_nothing_of_before_as_that_is_the_archives(start):
    async with start() as running:
        _, room = await filled(running, 3)
        patient = await running.online(running.patient)
        came = await patient.join(room, str(running.patient), '<history maxstanzas="2"/>')
    assert [one for one in came if one.find("c:body", NS) is not None] == []


async def test_the_archive_outlives_the_server_and_its_port(start):
    async with start() as running:
        doctor, room = await filled(running, 1)
        address = running.address
        await doctor.say(room, "u", f"{address}/upload/token/picture.jpg")
        live = await doctor.wait_for_message("u")
    async with start() as running:
        doctor = await running.online(1001)
        items, _ = await doctor.page(room, "<max>9</max>")
        later = running.address
        running.clock.seconds -= 3600
        await doctor.join(room, "1001")
        await doctor.say(room, "after", "after")
        new = await doctor.wait_for_message("after")
    assert live.findtext("c:body", namespaces=NS) == f"{address}/upload/token/picture.jpg"
    assert bodies(items) == ["0", f"{later}/upload/token/picture.jpg"]
    assert new.find("sid:stanza-id", NS).get("id") > ids(items)[-1]


@given(
    count=st.integers(0, 12),
    limit=st.integers(1, 5),
    engine=st.sampled_from([PROSODY, EJABBERD]),
    backward=st.booleans(),
)
def test_paging_meets_every_item_once_and_in_order(count, limit, engine, backward):
    with closing(sqlite3.connect(":memory:")) as database:
        archive = Archive(database)
        for number in range(count):
            archive.append(
                "room", ArchivedStanza(f"{engine.name}{number}", number, "", f"{number}")
            )
            archive.append("other", ArchivedStanza(f"{engine.name}{number}", number, "", "foreign"))
        met, anchor, done = [], None, False
        while not done:
            after, before = (None, anchor) if backward else (anchor, None)
            page = archive.page(
                "room", ArchiveQuery(limit, after=after, before=before, newest=backward)
            )
            assert len(page.items) <= limit
            met = [*page.items, *met] if backward else [*met, *page.items]
            done = page.complete
            anchor = (met[0] if backward else met[-1]).id if met else None
        assert [int(one.stanza) for one in met] == list(range(count))


def test_an_id_is_kept_once_per_room():
    with closing(sqlite3.connect(":memory:")) as database:
        archive = Archive(database)
        archive.append("room", ArchivedStanza("1", 1, "", ""))
        with pytest.raises(sqlite3.IntegrityError):
            archive.append("room", ArchivedStanza("1", 2, "", ""))


async def test_an_archive_tells_what_may_be_asked_for(start):
    async with start() as running:
        doctor, room = await running.joined(1001)
        answer = await doctor.iq("get", f'<query xmlns="{NS["mam"]}"/>', room)
    fields = answer.iterfind("mam:query/x:x/x:field", NS)
    assert {one.get("var"): one.get("type") for one in fields} == {
        "FORM_TYPE": "hidden",
        "start": "text-single",
        "end": "text-single",
    }
