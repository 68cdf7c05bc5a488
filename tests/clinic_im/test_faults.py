"""Every fault of the dial does to frames what its description says."""

import asyncio

import pytest

from tests.clinic_im.client import NS
from workstation.clinic.faults import CORRUPTIONS, FaultDial
from workstation.clinic.im.faults import FrameFault, FrameFaults, label
from workstation.domain.errors import ConfigurationError

PING = '<ping xmlns="urn:xmpp:ping"/>'


async def archived_ids(running, room):
    """The ids of what the room has archived since it was emptied."""
    watcher = await running.online(1001, "watcher")
    items, _ = await watcher.page(room, "<max>100</max>")
    path = "mam:result/fwd:forwarded/c:message"
    return [one.find(path, NS).get("id") for one in items]


async def emptied(running):
    doctor, room = await running.joined(1001)
    running.service.archive.forget(room)
    return doctor, room


@pytest.mark.parametrize(("when", "archived"), [("before", []), ("after", ["m1"])])
async def test_a_cut_at_an_incoming_message_is_before_or_after_its_effect(start, when, archived):
    async with start() as running:
        doctor, room = await emptied(running)
        running.dial(f"im-cut={when}@in 1001 message#1")
        await doctor.say(room, "m1", "x")
        assert await doctor.dropped()
        assert not [frame for frame in doctor.frames if 'id="m1"' in frame]
        assert await archived_ids(running, room) == archived


async def test_a_cut_can_let_some_frames_pass(start):
    async with start() as running:
        doctor, room = await emptied(running)
        running.dial("im-cut=before,skip=2@in 1001 message#1")
        for number in range(3):
            await doctor.say(room, f"m{number}", "x")
        assert await doctor.dropped()
        assert await archived_ids(running, room) == ["m0", "m1"]


@pytest.mark.parametrize(("when", "echoed"), [("before", False), ("after", True)])
async def test_a_cut_at_an_outgoing_message_is_before_or_after_it(start, when, echoed):
    async with start() as running:
        doctor, room = await emptied(running)
        running.dial(f"im-cut={when}@out 1001 message#1")
        await doctor.say(room, "m1", "x")
        assert await doctor.dropped()
        assert bool([one for one in doctor.frames if 'id="m1"' in one]) is echoed
        assert await archived_ids(running, room) == ["m1"]


@pytest.mark.parametrize("count", [0, 1, 2, 3, 4, 50])
async def test_a_cut_can_be_at_any_byte_of_a_frame(start, count):
    async with start() as running:
        doctor, room = await running.joined(1001)
        running.dial(f"im-cut={count}@out 1001 message#1")
        arrived = []
        received = doctor.socket.protocol.receive_data
        doctor.socket.protocol.receive_data = lambda data: (arrived.append(data), received(data))
        await doctor.say(room, "m1", "x")
        assert await doctor.dropped()
    assert len(b"".join(arrived)) == count


async def test_a_cut_session_resumes_and_gets_what_it_missed(start):
    async with start() as running:
        doctor, room = await running.joined(1001)
        previous = await doctor.enable()
        running.dial("im-cut=before@out 1001 message#1")
        await doctor.say(room, "m1", "x")
        assert await doctor.dropped()
        again = await running.log_in(1001)
        resumed = await again.resume(previous, 0)
        echo = await again.wait_for_message("m1")
    assert resumed.get("h") == "1"
    assert echo.find("delay:delay", NS) is not None


async def test_a_stall_is_silence_also_to_pings_and_ends_by_itself(start):
    loop, answered = asyncio.get_running_loop(), []
    async with start() as running:
        doctor, room = await running.joined(1001)
        running.dial("im-stall=300@in 1001 message#1")
        began = loop.time()
        await doctor.say(room, "m1", "x")
        await running.until(lambda: not list(running.clinic.faults))
        pong = await doctor.socket.ping()
        pong.add_done_callback(lambda _: answered.append(loop.time()))
        assert await doctor.wait_for_message("m1") is not None
        answered.append(loop.time())
        await pong
    assert min(answered) - began >= 0.3


async def test_a_delay_holds_frames_back_in_order(start):
    async with start() as running:
        doctor, room = await running.joined(1001)
        running.dial("im-delay=120@out 1001 message#1")
        began = asyncio.get_running_loop().time()
        await doctor.say(room, "m1", "x")
        await doctor.say(room, "m2", "y")
        first = await doctor.next()
        took = asyncio.get_running_loop().time() - began
        second = await doctor.next()
    assert (first.get("id"), second.get("id")) == ("m1", "m2")
    assert took >= 0.12


async def test_a_duplicate_is_counted_by_both_sides(start):
    async with start() as running:
        doctor, room = await running.joined(1001)
        previous = await doctor.enable()
        running.dial("im-duplicate@out 1001 message#1")
        await doctor.say(room, "m1", "x")
        first, second = await doctor.wait_for_message("m1"), await doctor.wait_for_message("m1")
        await doctor.ack(2)
        assert await doctor.before_pong() == []
    assert previous
    assert first.find("sid:stanza-id", NS).get("id") == second.find("sid:stanza-id", NS).get("id")


@pytest.mark.parametrize("form", CORRUPTIONS)
async def test_a_corrupted_frame_comes_in_place_of_the_right_one(start, form):
    async with start() as running:
        doctor, room = await running.joined(1001)
        running.dial(f"im-corrupt={form}@out 1001 message#1")
        await doctor.say(room, "m1", "x")
        spoilt = await doctor.frame()
        await doctor.say(room, "m2", "y")
        await doctor.wait_for_message("m2")
    right = '<message to="1001@clinic.test/desk" xmlns="jabber:client"'
    expected = {
        "malformed": lambda: spoilt.startswith(right) and spoilt.count(">") > 1,
        "truncated": lambda: spoilt.startswith(right) and not spoilt.endswith("</message>"),
        "two-roots": lambda: spoilt.count("</message>") == 2,
        "doctype": lambda: spoilt.startswith("<!DOCTYPE x><message"),
        "entity": lambda: "<!ENTITY" in spoilt,
        "undefined-entity": lambda: "&nbsp;" in spoilt,
        "comment": lambda: spoilt.startswith("<!--"),
        "instruction": lambda: spoilt.startswith("<?"),
        "control": lambda: "\x01" in spoilt,
        "deep": lambda: spoilt.count("<a>") == 5000,
        "oversize": lambda: spoilt.startswith(right) and len(spoilt) > 256 * 1024,
        "binary": lambda: isinstance(spoilt, bytes) and spoilt.startswith(b"<message"),
        "empty": lambda: spoilt == "",
        "text": lambda: spoilt == "not xml",
        "unknown": lambda: spoilt.startswith("<unknown"),
    }
    assert expected[form]()


async def test_one_message_is_refused_and_those_after_it_are_not(start):
    async with start() as running:
        doctor, room = await emptied(running)
        running.dial("im-refuse=resource-constraint@in 1001 message#1")
        await doctor.say(room, "m1", "x")
        error = await doctor.wait_for_message("m1")
        await doctor.say(room, "m2", "y")
        await doctor.wait_for_message("m2")
        assert await archived_ids(running, room) == ["m2"]
    assert error.find("c:error/e:resource-constraint", NS) is not None


async def test_a_request_for_an_ack_can_be_ignored(start):
    async with start() as running:
        client = await running.online(1001, managed=True)
        running.dial("im-no-ack@in 1001 r#1")
        await client.send(f'<r xmlns="{NS["sm"]}"/>')
        assert await client.before_pong() == []
        assert await client.handled() == 1


async def test_a_resume_can_be_refused_with_what_was_handled(start):
    async with start() as running:
        client = await running.online(1001)
        previous = await client.enable()
        await client.iq("get", PING)
        client.socket.transport.abort()
        running.dial("im-no-resume@in 1001 resume#1")
        again = await running.log_in(1001)
        failed = await again.resume(previous, 1)
        assert failed.get("h") == "1"
        assert await again.bind("desk")


async def test_a_room_can_forget_its_occupants_without_a_word(start):
    async with start() as running:
        doctor, room = await running.joined(1001)
        patient, _ = await running.joined(running.patient)
        await doctor.next()
        running.dial("im-lose-room@in 1001 message#1")
        await doctor.say(room, "m1", "x")
        error = await doctor.wait_for_message("m1")
        assert await patient.before_pong() == []
        assert await doctor.before_pong() == []
    assert error.find("c:error/e:not-acceptable", NS) is not None


async def test_a_fault_is_for_the_member_it_names(start):
    async with start() as running:
        doctor, room = await running.joined(1001)
        patient, _ = await running.joined(running.patient)
        running.dial(f"im-cut@out {running.patient} message#1")
        await doctor.say(room, "m1", "x")
        assert await doctor.wait_for_message("m1") is not None
        assert await patient.dropped()


def test_chance_strikes_as_often_as_it_says_and_the_same_each_time():
    def struck():
        faults = FrameFaults(FaultDial(["im-cut=before,chance=.1@out *"]), seed=5)
        return [number for number in range(2000) if faults.strike(FrameFault.CUT, "out 1 message")]

    assert struck() == struck()
    assert 140 < len(struck()) < 260


@pytest.mark.parametrize(
    "text",
    [
        "im-cut=sometime",
        "im-cut=before,skip=x",
        "im-cut=before,chance=2",
        "im-cut=before,chance=0",
        "im-cut=before,chance=.0",
        "im-cut=before,chance=0.000",
        "im-cut=before,odd=1",
        "im-corrupt=nicely",
        "im-refuse=Not A Condition",
        "im-delay=x",
        "im-duplicate=2",
        "im-stall=-1",
    ],
)
def test_a_fault_that_makes_no_sense_is_not_taken(text):
    with pytest.raises(ConfigurationError):
        FaultDial([text])


@pytest.mark.parametrize(
    ("frame", "name"),
    [
        ('<message xmlns="jabber:client"/>', "out 1001 message"),
        ("<stream:error><x/></stream:error>", "out 1001 error"),
        ("<r/>", "out 1001 r"),
        ("<" + " " * 60, "out 1001 nothing"),
        ("", "out 1001 nothing"),
    ],
)
def test_a_frame_is_named_by_its_root(frame, name):
    assert label("out", "1001", frame) == name
