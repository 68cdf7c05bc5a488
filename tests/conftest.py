"""Fixtures that every test shares: an offscreen Qt, coroutines as tests, folders of their own."""

import asyncio
import gc
import inspect
import os
import sys
import tempfile
from collections.abc import Callable, Coroutine, Iterator
from functools import partialmethod
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import hypothesis
import pytest
from hypothesis.internal.conjecture import providers
from hypothesis.internal.constants_ast import Constants
from pytestqt.qtbot import QtBot

from tests.full_disk import unmount_left
from tests.seeds import NEW
from workstation.ui.shell.enum_classes import make_enums_at_once

pytest_plugins = [
    "tests.guards", "tests.on_windows", "tests.parallel", "tests.engines_again", "pytester",
]  # fmt: skip

# Bounds for what hangs, not measures: a busy machine takes many times as long, as does Wine.
COROUTINE_SECONDS = 240
WINDOW_MS = 60_000
CLINIC_SECONDS = 240.0
SHUTDOWN_SECONDS = 60.0
GRACE_PASSES, GRACE_WAITS = 20, 100

NO_CONSTANTS = Constants()

_last_file: list[str] = []
_HOME = tempfile.TemporaryDirectory(prefix="workstation-tests-")
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.pop("DBUS_SESSION_BUS_ADDRESS", None)
make_enums_at_once()  # as the program does
for _variable in ("CONFIG", "DATA", "CACHE", "STATE"):
    os.environ[f"XDG_{_variable}_HOME"] = f"{_HOME.name}/{_variable.lower()}"

# How long an example takes says more of the machine than of what it tries.
hypothesis.settings.register_profile(
    "untimed",
    deadline=None,
    derandomize=not NEW,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("untimed")


def pytest_configure() -> None:
    # As in the program: a collection in another thread would destroy widgets there, and the
    # runner of parallel tests has threads of its own.
    gc.disable()


def pytest_sessionstart(session: pytest.Session) -> None:
    if not hasattr(session.config, "workerinput"):
        unmount_left(Path(tempfile.gettempdir()))


def pytest_collection_finish() -> None:
    """What is loaded by now stays: no collection need look at it again."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown() -> None:
    gc.collect(1)


def pytest_runtest_logfinish(location: tuple[str, int | None, str]) -> None:
    """Collect everything between two files; what outlives one is not looked at again."""
    if _last_file != [location[0]]:
        _last_file[:] = [location[0]]
        gc.collect()
        gc.freeze()


def pytest_sessionfinish() -> None:
    """What lies on the clipboard when Python ends crashes the process."""
    widgets = sys.modules.get("PySide6.QtWidgets")
    application = widgets.QApplication.instance() if widgets is not None else None
    if widgets is not None and isinstance(application, widgets.QApplication):
        application.clipboard().clear()


def pytest_unconfigure() -> None:
    _HOME.cleanup()


class PatientBot(QtBot):
    """Waits for the window as long as a busy machine may take; pytest-qt gives up after 5 s."""

    waitSignal = partialmethod(QtBot.waitSignal, timeout=WINDOW_MS)  # noqa: N815 - Qt's names
    waitUntil = partialmethod(QtBot.waitUntil, timeout=WINDOW_MS)  # noqa: N815
    waitExposed = partialmethod(QtBot.waitExposed, timeout=WINDOW_MS)  # noqa: N815


@pytest.fixture
def qtbot(qapp: object, request: pytest.FixtureRequest) -> PatientBot:  # noqa: ARG001
    """pytest-qt's hands on widgets."""
    return PatientBot(request)


@pytest.fixture
def qloop(qapp: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[asyncio.AbstractEventLoop]:
    """A fresh loop as the program's; at the end tasks are cancelled, unseen errors fail the test.

    As in the program it runs whenever Qt's events are processed: pytest-qt does so between the
    steps of a test, qasync once more when the loop has ended, and a timer that is due by then, on
    a busy machine, starts a task.
    """
    from workstation.ui.shell.window_loop import WindowLoop

    loop = WindowLoop(qapp)
    asyncio.set_event_loop(loop)
    monkeypatch.setattr(qapp, "processEvents", _inside(loop, qapp.processEvents))
    once_more = _inside(loop, qapp.eventDispatcher().processEvents)
    monkeypatch.setattr(qapp, "eventDispatcher", lambda: SimpleNamespace(processEvents=once_more))
    unseen: list[dict[str, object]] = []
    loop.set_exception_handler(lambda _loop, context: unseen.append(context))
    yield loop
    for task in asyncio.all_tasks(loop):
        task.cancel()
    loop.run_until_complete(asyncio.sleep(0))
    loop.run_until_complete(loop.shutdown_asyncgens())
    loop.run_until_complete(loop.shutdown_default_executor())
    loop.close()
    asyncio.set_event_loop(None)
    assert not unseen, unseen


@pytest.fixture(scope="session", autouse=True)
def slow_ends() -> Iterator[None]:
    """The demo's clinic may take its time to start, to answer and to end; so may a session."""
    from workstation.clinic import process
    from workstation.session import shutdown

    with pytest.MonkeyPatch.context() as patch:
        for bound in ("START_SECONDS", "CALL_SECONDS", "STOP_SECONDS"):
            patch.setattr(process, bound, CLINIC_SECONDS)
        patch.setattr(shutdown, "STEP_SECONDS", SHUTDOWN_SECONDS)
        yield


@pytest.fixture(scope="session", autouse=True)
def examples_of_their_own() -> Iterator[None]:
    """Hypothesis would try words of whatever code is loaded: of the tests that ran before."""
    with pytest.MonkeyPatch.context() as patch:
        if not NEW:
            patch.setattr(providers, "_get_local_constants", lambda: NO_CONSTANTS)
        yield


@pytest.fixture(scope="session", autouse=True)
def memory_dumps_allowed() -> Iterator[None]:
    """The command line, called in a test, would forbid them to all that the process starts later.

    Whoever looks whether a program forbids them itself would see that they are forbidden.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("workstation.__main__.refuse_memory_dumps", lambda: None)
        yield


def _inside(loop: asyncio.AbstractEventLoop, work: Callable[..., None]) -> Callable[..., None]:
    def run(*args: Any) -> None:
        before = asyncio._get_running_loop()
        asyncio._set_running_loop(loop)
        try:
            work(*args)
        finally:
            asyncio._set_running_loop(before)

    return run


@pytest.fixture
def clipboard(qapp: Any) -> Iterator[Any]:
    """The clipboard, emptied afterwards."""
    yield qapp.clipboard()
    qapp.clipboard().clear()


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    if not inspect.iscoroutinefunction(pyfuncitem.obj):
        return None
    parameters = inspect.signature(pyfuncitem.obj).parameters
    call = pyfuncitem.obj(**{name: pyfuncitem.funcargs[name] for name in parameters})
    loop = pyfuncitem.funcargs.get("qloop")
    if loop is not None:
        loop.run_until_complete(_run(call))
    else:
        asyncio.run(_run(call))
    return True


async def _run(call: Coroutine[Any, Any, None]) -> None:
    """The test, limited in time; afterwards no task of its making may still be running."""
    before = asyncio.all_tasks()
    await asyncio.wait_for(call, COROUTINE_SECONDS)
    for passed in range(GRACE_PASSES + GRACE_WAITS):
        if not (left := asyncio.all_tasks() - before):
            return
        # Some end with a thread of theirs, which may have to wait for the processor.
        await asyncio.sleep(0 if passed < GRACE_PASSES else 0.01)
    left = {task for task in left if not task.done()}
    assert not left, f"tasks left behind: {sorted(repr(task.get_coro()) for task in left)}"
