"""What a screen reader hears of the queue: its rows, its beginning, whose conversation is open."""

from dataclasses import replace

import pytest

from tests.store.people import ME as SPEAKER_ME
from tests.store.people import message, summary
from tests.ui.queue.conftest import ME, MINUTE
from workstation.domain.changes import Unanswered
from workstation.domain.connection import Connection, Phase
from workstation.domain.consultation import Symptom, SymptomKind
from workstation.domain.message import Delivery
from workstation.ui.consultation_row.row_texts import spoken_facts
from workstation.ui.kit.announcer import announcer
from workstation.ui.queue.pane_wiring import MAX_CATCH_UP_SECONDS

OWN = message("先停掉芒果", speaker=SPEAKER_ME, position=None)


def test_a_row_is_said_in_the_order_of_need_and_cut_short(queue):
    symptom = Symptom(SymptomKind.TEXT, "从前天夜里开始发热，\n" * 20)
    queue.take(listed=(queue.waits(1, 65, symptom=symptom),))
    queue.writes(1, unread=3, unanswered=(Unanswered(queue.clock.ms - 65 * MINUTE),))
    spoken = queue.face(1).spoken
    assert spoken.startswith("病人1，等待 1 小时 05 分，优先处理，3 条未读，从前天夜里开始发热，")
    assert "…，本人，皮肤科" in spoken
    assert len(spoken) < 90


def test_a_row_says_that_a_reply_is_not_sent(queue):
    queue.fill(5)
    failed = replace(OWN, delivery=Delivery.FAILED)
    queue.writes(1, unsent=1, failed=1, last_unsent=failed, unread=0)
    assert "，未发送，" in queue.face(1).spoken


def test_a_row_says_that_a_reply_waits_while_the_line_is_down(queue, qtbot):
    queue.desk.set_connection(Connection(Phase.ONLINE))
    queue.fill(5)
    on_its_way = replace(OWN, delivery=Delivery.SENDING)
    queue.writes(1, unsent=1, last_unsent=on_its_way, unread=0)
    assert "，发送中，" in queue.face(1).spoken
    queue.desk.on_caught_up(1)
    queue.wiring._refresh.flush()  # else what came before would show the rows anew
    queue.desk.set_connection(Connection(Phase.WAITING))
    qtbot.waitUntil(lambda: "，待发送，" in queue.face(1).spoken)


def test_a_row_says_that_its_symptom_was_spoken(queue):
    queue.take(listed=(queue.waits(1, 5, symptom=Symptom(SymptomKind.VOICE, "https://a/v")),))
    assert queue.face(1).spoken == "病人1，等待 5 分钟，语音，本人，皮肤科"


@pytest.mark.usefixtures("screen_reader")
def test_a_screen_reader_hears_once_at_the_start_what_waits(queue):
    queue.fill(90, 70, 5)
    queue.wiring.on_list_read()
    queue.wiring.on_list_read()
    assert announcer.recent == ("接诊中，3 个咨询，2 个优先处理",)


@pytest.mark.usefixtures("screen_reader")
def test_who_waits_too_long_is_counted_once_what_was_answered_is_known(queue):
    queue.signed_in.catch_up.behind = {1}
    queue.fill(90, 70, 5)
    queue.wiring.on_list_read()
    assert announcer.recent == ("接诊中，3 个咨询",)
    queue.take(summaries=(summary(1, doctor_id=ME, doctor_ms=queue.clock.ms, answered=True),))
    queue.signed_in.catch_up.catch_up(1)
    assert announcer.recent == ("接诊中，3 个咨询，1 个优先处理", "接诊中，3 个咨询")


@pytest.mark.usefixtures("screen_reader")
def test_where_messages_do_not_come_it_is_counted_by_what_is_known(queue):
    queue.signed_in.catch_up.behind = {1}
    queue.fill(90, 70, 5)
    queue.wiring.on_list_read()
    queue.clock.ms += MAX_CATCH_UP_SECONDS * 1_000
    queue.wiring._on_time()
    assert announcer.recent[0] == "接诊中，3 个咨询，2 个优先处理"


@pytest.mark.usefixtures("screen_reader")
def test_a_screen_reader_hears_that_answers_became_overdue(queue):
    queue.fill(90, 59, 58, 5)
    queue.clock.ms += 2 * MINUTE
    queue.wiring._clock.timeout.emit()
    queue.clock.ms += MINUTE
    queue.wiring._clock.timeout.emit()
    assert announcer.recent == ("又有 2 个需优先处理",)


def test_the_facts_of_a_patient_are_said_without_a_look_at_the_details(queue):
    queue.fill(65)
    row = queue.desk.worklist.row(1)
    facts = spoken_facts(row, queue.clock.ms, online=True)
    assert facts.startswith("病人1，等待 1 小时 05 分，")
    assert facts.endswith("，咨询编号 1")
    assert "，皮肤科，" in facts
