"""The archive: whole pages of the room that was asked, or none."""

import pytest

from tests.xmpp.archive_frames import AT, RSM, asked, fin, forwarded, page, result
from tests.xmpp.dialogue import (
    ACCOUNT,
    JID,
    PATIENT,
    ROOM,
    authenticated,
    in_room,
)
from workstation.domain.errors import LocalProtocolError
from workstation.xmpp import limits
from workstation.xmpp.events import ArchivePage, Displayed, RequestFailed, RoomMessage
from workstation.xmpp.ignored import Ignored, Reason


@pytest.mark.parametrize(
    ("options", "wish"),
    [
        ({}, "<max>100</max><before/>"),
        ({"before": "s-9"}, "<max>100</max><before>s-9</before>"),
        ({"after": "s-1", "limit": 20}, "<max>20</max><after>s-1</after>"),
        ({"after": ""}, "<max>100</max>"),
        ({"limit": 10_000}, f"<max>{limits.PAGE}</max><before/>"),
        ({"limit": 0}, "<max>1</max><before/>"),
    ],
)
def test_a_page_is_asked_for(options: dict, wish: str) -> None:
    dialogue, request = asked(**options)
    assert dialogue.sent()[0] == (
        f'<iq xmlns="jabber:client" type="set" id="{request}" to="{ROOM}">'
        f'<query xmlns="urn:xmpp:mam:2" queryid="{request}">'
        f'<set xmlns="http://jabber.org/protocol/rsm">{wish}</set></query></iq>'
    )


def test_a_page_lies_after_or_before() -> None:
    with pytest.raises(LocalProtocolError, match="not both"):
        asked(after="a", before="b")


def test_nothing_is_asked_for_offline() -> None:
    dialogue = in_room()
    dialogue.session.drop_stream()
    with pytest.raises(LocalProtocolError, match="not online"):
        dialogue.session.archive.query(ROOM)


def test_a_page_comes_whole_and_in_order() -> None:
    dialogue, request = asked(after="")
    marker = "<displayed xmlns='urn:xmpp:chat-markers:0' id='s-1'/>"
    assert dialogue.receive(result(request, "s-1")) == []
    assert dialogue.receive(result(request, "s-2", forwarded(marker))) == []
    got = dialogue.answer(request, fin("s-1", "s-2", more="", count="<count>9</count>"))
    assert got == [
        ArchivePage(
            request,
            ROOM,
            (
                RoomMessage(ROOM, PATIENT, "", "m-1", "s-1", "better", None, "", "", AT),
                Displayed(ROOM, PATIENT, "s-1", "s-2", AT),
            ),
            ("s-1", "s-2"),
            complete=False,
            count=9,
        )
    ]
    assert (got[0].first, got[0].last) == ("s-1", "s-2")


def test_what_came_of_a_page_is_counted_until_it_is_answered() -> None:
    dialogue, request = asked(after="")
    counts = [dialogue.session.archive.count_results(request)]
    for number in (1, 2):
        dialogue.receive(result(request, f"s-{number}"))
        counts.append(dialogue.session.archive.count_results(request))
    dialogue.answer(request, fin("s-1", "s-2", more=""))
    assert [*counts, dialogue.session.archive.count_results(request)] == [0, 1, 2, 0]


@pytest.mark.parametrize(
    ("more", "complete"),
    [
        ("complete='true'", True),
        ("complete='1'", True),
        ("complete='false'", False),
        ("", False),
        ("complete='true' stable='false'", False),
        ("complete='true' stable='true'", True),
    ],
)
def test_the_end_is_the_end_only_where_the_room_says_so(more: str, complete: bool) -> None:
    dialogue, request = asked()
    (got,) = dialogue.answer(request, fin(more=more))
    assert got == ArchivePage(request, ROOM, (), (), complete)
    assert (got.first, got.last) == (None, None)


@pytest.mark.parametrize("summary", ["", f"<set {RSM}/>", f"<set {RSM}><first/><last/></set>"])
def test_an_empty_page_has_no_ends(summary: str) -> None:
    dialogue, request = asked()
    (got,) = dialogue.answer(request, f"<fin xmlns='urn:xmpp:mam:2'>{summary}</fin>")
    assert got.ids == ()


@pytest.mark.parametrize(
    ("came", "answer"),
    [
        (["s-1", "s-2"], fin("s-1", "s-3")),
        (["s-1", "s-2"], fin("s-0", "s-2")),
        (["s-1"], fin()),
        ([], fin("s-1")),
        (["s-1"], "<fin xmlns='urn:xmpp:mam:2'/>"),
        (["s-1"], ""),
        (["s-1", ""], fin("s-1")),
        (["s-1", "x" * (limits.IDENTIFIER + 1)], fin("s-1")),
        (["s-1", "s-2", "s-3"], fin("s-1", "s-2")),
        (["s-1", "s-2", "s-3"], fin("s-1", "s-3")),
    ],
)
def test_a_page_that_does_not_agree_with_itself_is_not_shown(came: list[str], answer: str) -> None:
    dialogue, request = asked(limit=2)
    for archive_id in came:
        dialogue.receive(result(request, archive_id))
    assert dialogue.answer(request, answer) == [RequestFailed(request, "malformed-answer")]


@pytest.mark.parametrize("unnamed", ["", "x" * (limits.IDENTIFIER + 1)])
def test_a_page_with_an_entry_that_nobody_can_name_is_not_shown(unnamed: str) -> None:
    dialogue, request = asked()
    for archive_id in ("s-1", unnamed, "s-3"):
        dialogue.receive(result(request, archive_id))
    assert dialogue.answer(request, fin("s-1", "s-3")) == [
        RequestFailed(request, "malformed-answer")
    ]


def test_a_result_that_comes_twice_counts_once() -> None:
    dialogue, request = asked()
    dialogue.receive(result(request, "s-1"))
    assert dialogue.receive(result(request, "s-1")) == [Ignored(Reason.REPEATED_RESULT, ROOM)]
    (got,) = dialogue.answer(request, fin("s-1"))
    assert len(got.items) == 1


@pytest.mark.parametrize("anchor", [{"after": "s-1"}, {"before": "s-1"}])
def test_an_anchor_the_room_does_not_know_is_an_answer_of_its_own(anchor: dict) -> None:
    dialogue, request = asked(**anchor)
    (got,) = dialogue.refuse(request, "item-not-found")
    assert got == ArchivePage(request, ROOM, (), (), complete=False, unknown_anchor=True)


@pytest.mark.parametrize("options", [{}, {"after": ""}])
def test_a_room_that_is_not_found_is_a_failure(options: dict) -> None:
    dialogue, request = asked(**options)
    assert dialogue.refuse(request, "item-not-found") == [RequestFailed(request, "item-not-found")]


def test_a_room_may_refuse_its_archive() -> None:
    dialogue, request = asked(after="s-1")
    assert dialogue.refuse(request, "forbidden") == [RequestFailed(request, "forbidden")]


@pytest.mark.parametrize(
    "content",
    [
        "",
        forwarded(attributes="type='chat'"),
        forwarded(attributes=""),
        forwarded(attributes="type='groupchat' to='9999@clinic.test/x'"),
        forwarded().replace(ROOM, "other@consult.clinic.test"),
        forwarded("<subject>x</subject>"),
        forwarded("<composing xmlns='http://jabber.org/protocol/chatstates'/>"),
        forwarded("<displayed xmlns='urn:xmpp:chat-markers:0' id='s'/>", jid=""),
    ],
)
def test_what_cannot_be_shown_still_moves_the_cursor(content: str) -> None:
    assert page(content).items == ()


@pytest.mark.parametrize("to", [JID, ACCOUNT, ROOM])
def test_a_copy_may_be_addressed_to_us_or_to_the_room(to: str) -> None:
    assert page(forwarded(attributes=f"type='groupchat' to='{to}'")).items


def test_the_archives_own_time_counts() -> None:
    other = "<delay xmlns='urn:xmpp:delay' stamp='1970-01-01T00:00:00Z'/>"
    assert page(forwarded(f"<body>x</body>{other}")).items[0].at_ms == AT
    assert page(forwarded(delay="")).items[0].at_ms is None


@pytest.mark.parametrize("year", ["0001", "1969", "3000", "9999"])
def test_a_time_that_no_calendar_has_is_none(year: str) -> None:
    delay = f"<delay xmlns='urn:xmpp:delay' stamp='{year}-12-31T23:59:59Z'/>"
    (item,) = page(forwarded("<body>x</body>", delay=delay)).items
    assert (item.text, item.at_ms) == ("x", None)


def test_who_is_in_the_room_now_lends_the_name() -> None:
    dialogue, request = asked()
    name = "<nick xmlns='http://jabber.org/protocol/nick'>Dr. Li</nick>"
    dialogue.presence("1002", "1002@clinic.test/x", more=name)
    dialogue.receive(result(request, "s-1", forwarded(jid="1002@clinic.test")))
    (got,) = dialogue.answer(request, fin("s-1"))
    assert got.items[0].nickname == "Dr. Li"


@pytest.mark.parametrize(
    ("sender", "to", "queryid", "reason"),
    [
        ("other@consult.clinic.test", JID, None, Reason.FOREIGN_RESULT),
        (f"{ROOM}/2001", JID, None, Reason.FOREIGN_RESULT),
        (PATIENT, JID, None, Reason.FOREIGN_RESULT),
        ("", JID, None, Reason.FOREIGN_RESULT),
        (ROOM, JID, "unknown", Reason.FOREIGN_RESULT),
        (ROOM, "9999@clinic.test", None, Reason.MISADDRESSED),
    ],
)
@pytest.mark.parametrize("moment", ["before", "during", "after"])
def test_a_forged_result_is_ignored_at_any_time(sender, to, queryid, reason, moment) -> None:
    dialogue = in_room()
    forged = result(queryid or "id-3", "forged", forwarded("<body>forged</body>"), sender, to)
    if moment == "before":
        assert dialogue.receive(forged) == [Ignored(reason)]
    request = dialogue.session.archive.query(ROOM)
    assert request == "id-3"
    dialogue.receive(result(request, "s-1"))
    if moment == "during":
        assert dialogue.receive(forged) == [Ignored(reason)]
    (got,) = dialogue.answer(request, fin("s-1"))
    if moment == "after":
        assert dialogue.receive(forged) == [Ignored(reason)]
    assert got.ids == ("s-1",)


def test_a_true_result_after_the_end_is_ignored() -> None:
    dialogue, request = asked()
    dialogue.answer(request, fin())
    assert dialogue.receive(result(request, "s-1")) == [Ignored(Reason.FOREIGN_RESULT)]
    assert dialogue.answer(request, fin()) == [Ignored(Reason.STRAY_ANSWER)]


def test_results_of_a_forgotten_query_are_ignored() -> None:
    dialogue, request = asked()
    dialogue.session.forget(request)
    assert dialogue.receive(result(request, "s-1")) == [Ignored(Reason.FOREIGN_RESULT)]
    assert dialogue.answer(request, fin("s-1")) == [Ignored(Reason.STRAY_ANSWER)]


def test_results_of_a_session_that_is_over_are_ignored() -> None:
    """No answer ends such a page: what came of it would be held for ever."""
    dialogue, request = asked()
    dialogue.session.fail()
    dialogue.session.drop_stream()
    dialogue.session.adopt(authenticated())
    dialogue.online_again()
    assert dialogue.receive(result(request, "s-1")) == [Ignored(Reason.FOREIGN_RESULT)]


def test_a_page_goes_on_after_resuming() -> None:
    dialogue, request = asked()
    dialogue.receive(result(request, "s-1"))
    dialogue.resume(4)
    dialogue.receive(result(request, "s-1"))
    dialogue.receive(result(request, "s-2"))
    assert dialogue.answer(request, fin("s-1", "s-2"))[0].ids == ("s-1", "s-2")
