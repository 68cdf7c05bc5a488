"""Quotes: found whatever comes first, true of what they name, nothing where there is nothing."""

from dataclasses import replace

import pytest

from tests.fakes.archive import COLLEAGUE, ME, PATIENT, ROOM, make_arrived
from workstation.domain.commands import Send
from workstation.domain.message import AnswerPlace, MessageKind, Quote, SpeakerRole
from workstation.domain.row_key import NO_ROW, own_row
from workstation.vault.archive.ingest import ingest
from workstation.vault.conversation import quotes
from workstation.vault.lists import timelines
from workstation.vault.rescue import local_data
from workstation.vault.search import search
from workstation.vault.unsent import drafts, files, outbox, own_amendments, unsaved

NOW = 2_000
QUESTION = make_arrived("How many?", PATIENT, origin_id="q", archive_id="a1")
ANSWER = make_arrived("Two", ME, origin_id="n", archive_id="a2", quote=Quote("a1", "How many?"))


def lines(database):
    page = timelines.newest(database, ROOM, 60)
    return {line.origin_id: line for line in (*page.messages, *page.unsent)}


def quoted(database, name):
    quote = lines(database)[name].quote
    return None if quote is None or quote.message is None else quote.message.origin_id


@pytest.mark.parametrize("order", [(QUESTION, ANSWER), (ANSWER, QUESTION)], ids=["first", "last"])
def test_a_quote_finds_its_message_in_any_order(database, order):
    for arrived in order:
        changes = ingest(database, [arrived]).changes
    both = lines(database)
    question, answer = both["q"], both["n"]
    assert answer.quote == Quote("a1", "How many?", replace(question, answer=None))
    assert question.answer == AnswerPlace("on", answer.position, answer.speaker)
    assert {line.origin_id: line for line in changes.messages} == both, "both are told anew"


def test_a_patient_who_quotes_a_question_has_not_answered_it(database):
    ingest(database, [QUESTION, replace(ANSWER, member_id=PATIENT)])
    assert lines(database)["q"].answer is None


def test_an_own_message_is_quoted_though_another_person_used_its_id_first(database):
    forged = make_arrived("Ten", 900, origin_id="n", archive_id="p")
    ingest(database, [forged, replace(ANSWER, quote=None)])
    drafts.quote(database, ROOM, own_row("n"), NOW)
    assert drafts.get(database, ROOM).quote.message.text == "Two"


def test_what_is_not_here_is_nothing_but_what_its_quoter_says(database):
    ingest(database, [ANSWER, replace(QUESTION, consultation_id=8)])
    assert lines(database)["n"].quote == Quote("a1", "How many?", None)


def test_a_message_that_quotes_itself_quotes_nothing(database):
    ingest(database, [replace(ANSWER, quote=Quote("a2", "Two"))])
    assert lines(database)["n"].quote == Quote("a2", "Two", None)
    assert lines(database)["n"].answer is None


def test_messages_that_quote_each_other_show_each_other_once(database):
    ingest(database, [replace(QUESTION, quote=Quote("a2")), ANSWER])
    assert (quoted(database, "q"), quoted(database, "n")) == ("n", "q")
    assert lines(database)["q"].quote.message.quote is None


def test_a_quote_shows_what_its_message_says_now(database):
    ingest(database, [QUESTION, ANSWER])
    better = make_arrived("How often?", PATIENT, origin_id="c", archive_id="a3", replaces="q")
    changes = ingest(database, [better]).changes
    assert {line.origin_id for line in changes.messages} == {"q", "n"}
    held = lines(database)["n"].quote.message
    assert (held.text, held.edited) == ("How often?", True)
    gone = make_arrived("", PATIENT, origin_id="r", archive_id="a4", retracts="a1")
    ingest(database, [gone])
    held = lines(database)["n"].quote.message
    assert (held.text, held.retracted) == ("", True)


def test_a_withdrawn_answer_answers_nothing(database):
    ingest(database, [QUESTION, ANSWER])
    gone = make_arrived("", ME, origin_id="r", archive_id="a3", retracts="a2")
    changes = ingest(database, [gone]).changes
    assert {line.origin_id for line in changes.messages} == {"q", "n"}
    assert lines(database)["q"].answer is None
    assert lines(database)["n"].quote is None


def test_a_quote_of_a_correction_means_what_was_corrected(database):
    better = make_arrived("How often?", PATIENT, origin_id="c", archive_id="a3", replaces="q")
    ingest(database, [QUESTION, better, replace(ANSWER, archive_id="a4", quote=Quote("a3"))])
    assert quoted(database, "n") == "q"
    assert lines(database)["q"].answer is not None


def test_a_quote_of_a_withdrawal_means_what_was_withdrawn(database):
    gone = make_arrived("", PATIENT, origin_id="r", archive_id="a3", retracts="a1")
    ingest(database, [QUESTION, gone, replace(ANSWER, archive_id="a4", quote=Quote("a3"))])
    assert lines(database)["n"].quote.message.retracted


def test_a_quote_by_the_senders_id_is_found_too(database):
    ingest(database, [QUESTION, replace(ANSWER, quote=Quote("q"))])
    assert quoted(database, "n") == "q"
    assert lines(database)["q"].answer is not None


def test_a_correction_may_bring_the_quote_that_its_message_lacked(database):
    ingest(database, [QUESTION, replace(ANSWER, quote=None)])
    ingest(database, [make_arrived("3", ME, origin_id="c", replaces="n", quote=Quote("a1"))])
    assert quoted(database, "n") == "q"


def test_only_doctors_answer_and_only_others_ask(database):
    again = make_arrived("Hello?", PATIENT, origin_id="p", archive_id="a3", quote=Quote("a1"))
    ingest(database, [QUESTION, again, ANSWER])
    more = make_arrived("Three", COLLEAGUE, origin_id="k", archive_id="a4", quote=Quote("a2"))
    ingest(database, [more])
    assert lines(database)["n"].answer is None
    assert lines(database)["q"].answer.key == "on"
    ingest(database, [replace(more, origin_id="k2", archive_id="a5", quote=Quote("a1"))])
    answer = lines(database)["q"].answer
    assert (answer.speaker.role, answer.position) == (
        SpeakerRole.COLLEAGUE,
        lines(database)["k2"].position,
    )


def test_the_same_words_with_another_quote_are_another_message(database):
    ingest(database, [QUESTION, ANSWER, replace(ANSWER, archive_id="a3", quote=None)])
    page = timelines.newest(database, ROOM, 60)
    assert [line.text for line in page.messages] == ["How many?", "Two", "Two"]


def test_a_draft_answers_until_it_is_sent(database):
    ingest(database, [QUESTION])
    key = lines(database)["q"].key
    (draft,) = drafts.quote(database, ROOM, key, NOW).drafts
    assert (draft.quote.reference, draft.quote.message.text) == ("a1", "How many?")
    assert drafts.read_all(database) == (draft,)
    assert unsaved.unsaved(database).drafts == 0, "nobody has written anything"
    drafts.write(database, ROOM, "Two", 3, NOW)
    changes = outbox.send_draft(database, ROOM, {}, "n", "Two", NOW, "a1")
    assert changes.drafts[0].quote is None
    assert drafts.read_all(database) == ()
    (message,) = changes.messages
    assert message.quote.message.text == "How many?"
    assert lines(database)["q"].answer is None, "the room has not the answer yet"


def test_a_quote_that_was_chosen_meanwhile_stays_in_the_draft(database):
    ingest(database, [QUESTION, replace(QUESTION, origin_id="q2", archive_id="a9")])
    drafts.quote(database, ROOM, lines(database)["q2"].key, NOW)
    changes = outbox.send_draft(database, ROOM, {}, "n", "Two", NOW, "a1")
    assert changes.messages[0].quote.reference == "a1"
    assert drafts.get(database, ROOM).quote.reference == "a9"


def test_a_quote_is_taken_away_and_what_the_room_has_not_is_never_quoted(database):
    ingest(database, [QUESTION])
    drafts.quote(database, ROOM, lines(database)["q"].key, NOW)
    drafts.quote(database, ROOM, NO_ROW, NOW)
    assert drafts.get(database, ROOM).quote is None
    outbox.add(database, ROOM, "mine", MessageKind.TEXT, "wait", NOW)
    assert not drafts.quote(database, ROOM, "omine", NOW)
    assert not drafts.quote(database, ROOM, "m99", NOW)


@pytest.mark.parametrize("chosen", ["q", "q2"])
def test_of_two_drafts_the_later_quote_counts_else_the_earlier(fresh_databases, chosen):
    live, aside = fresh_databases
    for database in fresh_databases:
        ingest(database, [QUESTION, replace(QUESTION, origin_id="q2", archive_id="a9")])
    drafts.quote(aside, ROOM, lines(aside)["q"].key, NOW)
    if chosen == "q2":
        drafts.quote(live, ROOM, lines(live)["q2"].key, NOW)
    local_data.merge(live, local_data.read(aside), newer=False)
    assert drafts.get(live, ROOM).quote.message.origin_id == chosen


@pytest.mark.parametrize("text", ["", "Two"])
def test_of_pictures_and_words_the_words_answer_else_the_first_picture(database, text):
    ingest(database, [QUESTION])
    names = [files.keep(database, bytes([n]), "image/png", "a.png").file_id for n in range(2)]
    pictures = {"p1": names[0], "p2": names[1]}
    outbox.send_draft(database, ROOM, pictures, "n", text, NOW, "a1")
    answering = [row.origin_id for row in outbox.entries(database) if row.quotes]
    assert answering == (["n"] if text else ["p1"])


def test_a_row_says_what_its_quote_says_when_it_goes_out(database):
    ingest(database, [QUESTION])
    outbox.send_draft(database, ROOM, {}, "n", "Two", NOW, "a1")
    better = make_arrived("How often?", PATIENT, origin_id="c", archive_id="a3", replaces="q")
    changes = ingest(database, [better]).changes
    assert {line.origin_id for line in changes.messages} == {"q", "n"}
    command = outbox.command(database, "n")
    assert command.quote.message.text == "How often?"
    assert replace(command, quote=None) == Send(ROOM, "n", MessageKind.TEXT, "Two")
    assert outbox.command(database, "nobody") is None


def test_an_edit_keeps_the_quote_and_a_correction_says_it_again(database):
    ingest(database, [QUESTION])
    outbox.send_draft(database, ROOM, {}, "n", "Two", NOW, "a1")
    own_amendments.correct(database, ROOM, "n", "x", "Three", NOW, 0)
    assert outbox.command(database, "n").quote.reference == "a1"
    outbox.mark_sending(database, "n")
    own_amendments.correct(database, ROOM, "n", "c", "Four", NOW, 0)
    assert outbox.command(database, "c").quote.reference == "a1"
    ingest(database, [replace(ANSWER, text="Three")])
    outbox.mark_sending(database, "c")
    own_amendments.correct(database, ROOM, "n", "c2", "Five", NOW, 0)
    assert outbox.command(database, "c2").quote.reference == "a1"
    assert lines(database)["n"].quote.message.origin_id == "q"
    own_amendments.withdraw(database, ROOM, "n", "w", NOW, 0)
    assert outbox.command(database, "w").quote is None
    assert lines(database)["n"].quote is None


def test_an_own_change_is_told_with_the_lines_that_quote_it(database):
    ingest(database, [replace(ANSWER, quote=None)])
    ingest(database, [make_arrived("Why two?", origin_id="w", archive_id="a3", quote=Quote("a2"))])
    changes = own_amendments.correct(database, ROOM, "n", "c", "Three", NOW, 0)
    changed = {line.origin_id: line for line in changes.messages}
    assert changed["w"].quote.message.text == "Three"


def test_words_are_found_by_what_was_said_and_not_by_what_was_repeated(database):
    ingest(database, [ANSWER])
    assert [line.origin_id for line in search.search_all(database, "Two")] == ["n"]
    assert search.search_all(database, "many") == ()


def test_a_line_of_another_conversation_cannot_be_quoted_here(database):
    ingest(database, [replace(QUESTION, consultation_id=ROOM + 1)])
    (line,) = timelines.newest(database, ROOM + 1, 60).messages
    assert quotes.reference_of(database, ROOM, line.key) == ""
    assert quotes.reference_of(database, ROOM + 1, line.key) == "a1"


def test_a_line_that_the_archive_has_twice_is_quoted_by_its_first_entry(database):
    page = [make_arrived("x", PATIENT, archive_id=name) for name in ("b1", "a9")]
    ingest(database, page)
    (line,) = timelines.newest(database, ROOM, 60).messages
    assert quotes.reference_of(database, ROOM, line.key) == "b1"


def test_an_answer_under_an_id_that_was_given_twice_is_found(database):
    first = make_arrived("One", ME, origin_id="n", archive_id="a3")
    ingest(database, [QUESTION, first, ANSWER])
    by_key = {line.key: line.text for line in timelines.newest(database, ROOM, 60).messages}
    assert by_key[lines(database)["q"].answer.key] == "Two"


def test_an_answer_that_was_withdrawn_is_none(database):
    ingest(database, [QUESTION, ANSWER])
    ingest(database, [make_arrived("", ME, origin_id="r", archive_id="a3", retracts="a2")])
    assert lines(database)["q"].answer is None
