"""Tasks live no longer than what they belong to, and what they cannot deal with is told."""

import asyncio
import gc

import pytest
import shiboken6
from PySide6.QtCore import QObject, Signal

from workstation.base.log import RedactingFormatter
from workstation.base.task_scope import TaskScope
from workstation.domain.errors import NoLoudspeaker, Unreachable, WorkstationError
from workstation.ui.kit.tasks import scope_of, wait_for_signal

pytestmark = pytest.mark.usefixtures("qloop")

FOR_EVER = 3_600.0


class Owner(QObject):
    announced = Signal(str)
    rang = Signal()


async def forever(log: list[str], name: str) -> None:
    try:
        await asyncio.Event().wait()
    finally:
        log.append(name)


async def test_a_task_runs_and_leaves_the_scope() -> None:
    scope = TaskScope()
    done: list[int] = []

    async def work() -> None:
        done.append(1)

    scope.spawn(work())
    assert len(scope) == 1
    await scope.join()
    assert (done, len(scope)) == ([1], 0)


async def test_under_one_key_the_latest_wins() -> None:
    scope, ended = TaskScope(), []
    scope.spawn(forever(ended, "first"), key="search")
    await asyncio.sleep(0)
    scope.spawn(forever(ended, "second"), key="search")
    scope.spawn(forever(ended, "other"), key="page")
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert ended == ["first"]
    assert len(scope) == 2
    scope.close()
    await scope.join()


async def test_the_one_before_ends_without_ending_the_latest() -> None:
    """The end of a cancelled task must not take the key from its successor."""
    scope, ended = TaskScope(), []
    scope.spawn(forever(ended, "first"), key="search")
    await asyncio.sleep(0)
    scope.spawn(forever(ended, "second"), key="search")
    for _ in range(5):
        await asyncio.sleep(0)
    scope.cancel("search")
    await scope.join()
    assert ended == ["first", "second"]


async def test_closing_cancels_all_and_starts_nothing_more() -> None:
    scope, ended = TaskScope(), []
    scope.spawn(forever(ended, "running"))
    await asyncio.sleep(0)
    scope.close()
    assert scope.spawn(forever(ended, "late")) is None
    await scope.join()
    assert ended == ["running"]


async def test_no_end_waits_for_what_is_optional() -> None:
    scope, ended = TaskScope(), []
    scope.spawn(forever(ended, "optional"), optional=True)
    await asyncio.sleep(0)
    await scope.finish(FOR_EVER)
    await scope.join()
    assert ended == ["optional"]


async def test_tasks_die_with_their_owner() -> None:
    owner, ended = Owner(), []
    scope = scope_of(owner)
    scope.spawn(forever(ended, "work"))
    await asyncio.sleep(0)
    shiboken6.delete(owner)
    await scope.join()
    assert ended == ["work"]


async def test_the_scope_alone_keeps_a_task_alive() -> None:
    scope, woken = TaskScope(), asyncio.Event()
    done: list[bool] = []

    async def work() -> None:
        done.append(await woken.wait())

    scope.spawn(work())
    await asyncio.sleep(0)
    gc.collect()
    woken.set()
    await scope.join()
    assert done == [True]


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (
            Unreachable("王小宝 的照片"),
            "WARNING workstation.base.task_scope: task ended: network.unreachable",
        ),
        (NoLoudspeaker(), "WARNING workstation.base.task_scope: task ended: device.loudspeaker"),
        (
            LookupError("王小宝 的照片"),
            "ERROR workstation.base.task_scope: task ended\n  LookupError (LookupError)\n",
        ),
    ],
    ids=lambda value: type(value).__name__,
)
async def test_an_error_nobody_dealt_with_is_told_and_logged_without_its_text(
    caplog: pytest.LogCaptureFixture, error: Exception, line: str
) -> None:
    """What may well happen is one line; of a defect the places are in the log, too."""
    emitted: list[Exception] = []
    scope = TaskScope(on_error=emitted.append)

    async def fail() -> None:
        raise error

    scope.spawn(fail())
    await scope.join()
    await asyncio.sleep(0)
    assert emitted == [error]
    written = "\n".join(RedactingFormatter().format(record) for record in caplog.records)
    assert line in written
    assert ("test_tasks.py" in written) is not isinstance(error, WorkstationError)
    assert "王小宝" not in written


async def test_an_error_after_closing_is_not_told(expect_log: list[str]) -> None:
    expect_log.append("ERROR workstation.base.task_scope: task ended")
    emitted: list[Exception] = []
    scope = TaskScope(on_error=emitted.append)

    async def fail_on_the_way_out() -> None:
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            raise ValueError from None

    scope.spawn(fail_on_the_way_out())
    await asyncio.sleep(0)
    scope.close()
    await scope.join()
    await asyncio.sleep(0)
    assert emitted == []


async def test_a_slot_may_spawn() -> None:
    owner, emitted = Owner(), []
    scope = scope_of(owner)

    async def work(text: str) -> None:
        emitted.append(text)

    owner.announced.connect(lambda text: scope.spawn(work(text)))
    owner.announced.emit("你好")
    await scope.join()
    assert emitted == ["你好"]


async def test_a_signal_can_be_awaited() -> None:
    owner = Owner()
    answer = wait_for_signal(owner.announced)
    owner.announced.emit("save")
    owner.announced.emit("ignored")
    assert await answer == "save"
    rang = wait_for_signal(owner.rang)
    owner.rang.emit()
    assert await rang is None
