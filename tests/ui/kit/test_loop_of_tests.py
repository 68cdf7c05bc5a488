"""The loop that tests of the window share: as in the program, it runs whenever Qt's events do."""

import asyncio

from PySide6.QtCore import QTimer

from workstation.base.task_scope import TaskScope


def test_a_timer_that_is_due_between_two_steps_of_a_test_can_start_a_task(qloop, qapp):
    scope, done = TaskScope(), asyncio.Event()

    async def save() -> None:
        done.set()

    QTimer.singleShot(0, qapp, lambda: scope.spawn(save()))
    qapp.processEvents()
    assert len(scope) == 1
    qloop.run_until_complete(scope.join())
    assert done.is_set()


async def test_what_processes_events_in_the_loop_goes_on_in_it(qloop, qapp):
    qapp.processEvents()
    assert asyncio.get_running_loop() is qloop
