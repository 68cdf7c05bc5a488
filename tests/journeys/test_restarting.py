"""A doctor has the new version started from the strip: the program ends in order first."""

import asyncio
from collections.abc import Callable

from tests.journeys.conftest import Work
from workstation.base.installation import RESTART
from workstation.program.program import Program
from workstation.settings.resolve import load
from workstation.ui.shell.window import ShellWindow


class AsksFirst:
    """A desk with something unsaved: who closes is asked, and goes on only with ``answer``."""

    def __init__(self) -> None:
        self.answer: Callable[[], None] = lambda: None

    def confirm_leaving(self, proceed: Callable[[], None]) -> None:
        self.answer = proceed


async def test_the_session_is_closed_before_the_new_version_starts(workplace) -> None:
    window = ShellWindow()
    program = Program(window, workplace.folders, load(workplace.folders), keys=workplace.keys)
    running = asyncio.ensure_future(program.run())
    try:
        await Work(program, window, workplace.clinic).sign_in()
        program.leave(restart=True)
        assert await running == RESTART
        assert program.session is None
    finally:
        window.deleteLater()


async def test_who_stays_for_unsaved_work_is_not_restarted_when_closing_later(workplace) -> None:
    window = ShellWindow()
    program = Program(window, workplace.folders, load(workplace.folders), keys=workplace.keys)
    running = asyncio.ensure_future(program.run())
    try:
        work = Work(program, window, workplace.clinic)
        await work.sign_in()
        main_window, program.current.main_window = program.main_window, AsksFirst()
        program.leave(restart=True)
        program.current.main_window = main_window
        window.closing.emit()
        assert await running == 0
    finally:
        window.deleteLater()


async def test_other_starts_are_answered_until_the_window_is_closed_for_good(workplace) -> None:
    """Not while the doctor is asked, and at the beginning of an end that takes seconds."""
    window, closed = ShellWindow(), []
    program = Program(
        window,
        workplace.folders,
        load(workplace.folders),
        keys=workplace.keys,
        on_closing=lambda: closed.append(program.session is not None),
    )
    running = asyncio.ensure_future(program.run())
    try:
        await Work(program, window, workplace.clinic).sign_in()
        main_window, program.current.main_window = program.main_window, AsksFirst()
        program.leave()
        assert closed == []
        program.current.main_window = main_window
        window.closing.emit()
        assert await running == 0
        assert closed == [True]
    finally:
        window.deleteLater()
