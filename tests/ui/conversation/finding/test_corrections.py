"""A message that says something else now than when the doctor read it: that is said."""

from tests.fakes.archive import ME
from tests.ui.waiting import until
from workstation.ui.kit.theme import MOTION, theme


class Read:
    """Messages are seen; nobody is told."""

    def mark_seen(self, *_seen: object) -> None:
        pass


async def begin(reading, *, above: bool = True):
    """The doctor looks at a conversation that ends with a dose, which is ``above`` or in sight."""
    reading.signed_in.messaging.read_markers, reading.signed_in.spawn = Read(), lambda _: None
    reading.looks = True
    await reading.fill()
    await reading.open()
    await reading.say("每次 5 mg", origin_id="dose")
    await until(lambda: "5 mg" in spoken_last(reading))
    if above:
        reading.pane.view.verticalScrollBar().setValue(0)
    return reading


def spoken_last(reading) -> str:
    view = reading.pane.view
    index = view.timeline.index(view.timeline.rowCount() - 1, 0)
    return index.data()


async def test_a_corrected_dose_is_said_by_whom_and_from_when(reading):
    read = await begin(reading)
    assert read.notes == []
    await read.say("每次 0.5 mg", replaces="dose", origin_id="again")
    (note,) = read.notes
    assert note.endswith("的消息，请重新查看")
    assert note.startswith("王秀英修改了")
    await until(lambda: "0.5 mg" in spoken_last(read))
    assert "已编辑" in spoken_last(read)


async def test_it_is_said_when_the_doctor_looks_again(reading):
    read = await begin(reading)
    read.looks = False
    await read.say("每次 0.5 mg", replaces="dose", origin_id="again")
    assert read.notes == []
    read.looks = True
    read.conversation.on_focused()
    read.conversation.on_focused()
    assert len(read.notes) == 1


async def test_one_notice_after_the_other_tells_of_all_that_was_corrected(reading):
    read = await begin(reading)
    for number in range(3):
        await read.say(f"第 {number} 次", replaces="dose", origin_id=f"again-{number}")
    await read.say("另一条", origin_id="other")
    await read.say("另一条，改过", replaces="other", origin_id="other-again")
    assert len(read.notes) == 1
    rest = read.conversation.corrections._pause
    assert rest.interval() == MOTION.undo_bar
    rest.stop()
    rest.timeout.emit()
    assert read.notes[1:] == ["2 条消息已修改，请重新查看"]


async def test_own_corrections_new_messages_and_withdrawn_ones_are_no_news(reading):
    read = await begin(reading)
    await read.say("我的", member_id=ME, origin_id="mine")
    await read.say("我的，改过", member_id=ME, replaces="mine", origin_id="mine-again")
    await read.say("", retracts="dose", origin_id="gone")
    await until(lambda: "改过" in spoken_last(read))
    assert read.notes == []
    view = read.pane.view
    texts = [view.timeline.index(row, 0).data() for row in range(view.timeline.rowCount())]
    assert ["已编辑" in line for line in texts if "撤回" in line] == [False]


async def test_what_was_corrected_elsewhere_is_not_said_of_another_conversation(reading):
    read = await begin(reading)
    read.looks = False
    await read.say("每次 0.5 mg", replaces="dose", origin_id="again")
    await read.open(8)
    read.looks = True
    read.conversation.on_focused()
    assert read.notes == []


async def test_over_a_message_in_sight_no_notice_lies_but_beside_it_it_is_marked(reading):
    read = await begin(reading, above=False)
    before = read.pane.view.grab().toImage()
    await read.say("每次 6 mg", replaces="dose", origin_id="again")
    await until(lambda: "6 mg" in spoken_last(read))
    assert read.notes == []
    warning, now = theme.colours.warning_text.rgb(), read.pane.view.grab().toImage()
    assert (count(before, warning), count(now, warning) > 0) == (0, True)
    await read.open(8)
    assert not read.pane.view.corrected


def count(image, colour: int) -> int:
    return sum(
        image.pixel(x, y) == colour for y in range(image.height()) for x in range(image.width())
    )
