"""A reply that cannot go out in this room is kept, and beside the text stands why it waits."""

import pytest

from tests.fakes.archive import ROOM
from tests.ui.composer.conftest import HERE, OTHER, THERE
from tests.ui.waiting import until
from workstation.domain.connection import Connection, Phase
from workstation.domain.events import Joined, Left, PageFailed
from workstation.domain.send_blocker import SendBlocker
from workstation.store.send_blockers import SILENT_SECONDS
from workstation.ui.kit.announcer import announcer
from workstation.ui.kit.strings import tr


@pytest.fixture(autouse=True)
def online(bench) -> None:
    bench.desk.set_connection(Connection(Phase.ONLINE))


def visible_text(bench) -> str:
    line = bench.composer.blocker
    return "" if line.isHidden() else line.text


def hear(bench, event) -> None:
    bench.desk.on_room_event(event, bench.clock.monotonic())


def wait(bench, seconds: float) -> None:
    bench.clock.ms += round(seconds * 1000)


@pytest.mark.parametrize(
    ("reason", "why"),
    [
        ("forbidden", SendBlocker.NOT_LET_IN),
        ("banned", SendBlocker.NOT_LET_IN),
        ("destroyed", SendBlocker.NO_ROOM),
        ("item-not-found", SendBlocker.NO_ROOM),
        ("not-allowed", SendBlocker.NO_ROOM),
    ],
)
def test_what_lasts_is_said_at_once(bench, reason: str, why: SendBlocker) -> None:
    bench.open()
    hear(bench, Left(ROOM, reason))
    assert visible_text(bench) == tr(f"composer.hindrance.{why.value}")
    hear(bench, Joined(ROOM, archives=True, visit=2))
    assert visible_text(bench) == ""


async def test_what_may_pass_is_said_once_it_has_lasted(bench) -> None:
    bench.open()
    hear(bench, Left(ROOM, "kicked"))
    assert visible_text(bench) == ""
    wait(bench, SILENT_SECONDS - 0.01)
    bench.open()
    assert visible_text(bench) == ""
    wait(bench, 0.02)
    await until(lambda: visible_text(bench) == tr("composer.hindrance.unreachable"))


def test_a_record_that_is_not_given_is_said_until_it_is(bench) -> None:
    bench.open()
    hear(bench, PageFailed(ROOM, "q", "internal-server-error"))
    wait(bench, SILENT_SECONDS)
    bench.open()
    assert visible_text(bench) == tr("composer.hindrance.no_record")
    hear(bench, Joined(ROOM, archives=True, visit=2))
    assert visible_text(bench) == tr("composer.hindrance.no_record")
    bench.desk.send_blockers.clear(ROOM)
    assert visible_text(bench) == ""


def test_only_of_the_consultation_that_is_open(bench) -> None:
    bench.open()
    hear(bench, Left(OTHER, "forbidden"))
    assert visible_text(bench) == ""
    bench.open(THERE)
    assert visible_text(bench)
    bench.open(HERE)
    assert visible_text(bench) == ""


def test_without_a_session_only_the_banner_speaks(bench) -> None:
    bench.open()
    hear(bench, Left(ROOM, "forbidden"))
    bench.desk.set_connection(Connection(Phase.CONNECTING))
    assert visible_text(bench) == ""
    hear(bench, Left(ROOM, "forbidden"))
    assert visible_text(bench) == ""


def test_leaving_on_purpose_hinders_nothing(bench) -> None:
    bench.open()
    hear(bench, Left(ROOM, "forbidden"))
    hear(bench, Left(ROOM, "left"))
    assert visible_text(bench) == ""


def test_where_nothing_is_saved_it_says_not_to_close(bench) -> None:
    bench.desk.is_durable = False
    bench.open()
    hear(bench, Left(ROOM, "forbidden"))
    assert visible_text(bench).endswith("如有疑问请联系管理员。请不要关闭程序。")


@pytest.mark.usefixtures("screen_reader")
def test_a_screen_reader_is_told_of_it_for_each_patient(bench) -> None:
    bench.open()
    hear(bench, Left(ROOM, "forbidden"))
    hear(bench, Left(OTHER, "forbidden"))
    sentence = tr("composer.hindrance.not_let_in")
    assert announcer.recent == (sentence,)
    bench.open(THERE)
    assert announcer.recent == (sentence,) * 2
