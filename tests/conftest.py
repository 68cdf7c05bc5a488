"""Fixtures that every test shares: an offscreen Qt, and coroutines as tests."""

import asyncio
import inspect
import os
from collections.abc import Iterator

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

COROUTINE_SECONDS = 30


@pytest.fixture
def qloop(qapp: object) -> Iterator[asyncio.AbstractEventLoop]:
    """A fresh qasync loop; at the end its tasks are cancelled and unseen errors fail the test."""
    from qasync import QEventLoop

    loop = QEventLoop(qapp)
    asyncio.set_event_loop(loop)
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


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    if not inspect.iscoroutinefunction(pyfuncitem.obj):
        return None
    wanted = inspect.signature(pyfuncitem.obj).parameters
    call = pyfuncitem.obj(**{name: pyfuncitem.funcargs[name] for name in wanted})
    limited = asyncio.wait_for(call, COROUTINE_SECONDS)
    loop = pyfuncitem.funcargs.get("qloop")
    if loop is not None:
        loop.run_until_complete(limited)
    else:
        asyncio.run(limited)
    return True
