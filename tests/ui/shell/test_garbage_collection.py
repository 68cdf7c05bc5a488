"""No part of a window is ever destroyed outside the window's thread."""

import gc
import threading
import weakref
from typing import ClassVar

import pytest
from PySide6.QtCore import QObject

from workstation.ui.shell.garbage_collection import GarbageCollection, freeze_built_objects


@pytest.fixture
def collector(qapp):  # noqa: ARG001
    before = gc.isenabled()
    collector = GarbageCollection()
    yield collector
    collector.stop()
    collector.deleteLater()
    assert gc.isenabled() is before


class Knot:
    """Garbage that only the cycle collector finds; remembers where it was destroyed."""

    ended_in: ClassVar[list[int]] = []

    def __init__(self):
        self.me, self.part = self, QObject()

    def __del__(self):
        self.ended_in.append(threading.get_ident())


def churn():
    for _ in range(50_000):
        made = []
        made.append(made)


@pytest.mark.usefixtures("collector")
def test_a_busy_thread_destroys_nothing_of_the_windows(qtbot):
    Knot.ended_in.clear()
    for _ in range(20):
        Knot()
    worker = threading.Thread(target=churn)
    worker.start()
    worker.join()
    assert Knot.ended_in == []
    qtbot.waitUntil(lambda: len(Knot.ended_in) == 20, timeout=60_000)
    assert set(Knot.ended_in) == {threading.get_ident()}


def test_what_was_built_is_looked_at_again_when_it_is_no_longer_used(qapp):  # noqa: ARG001
    knot = Knot()
    remains = weakref.ref(knot)
    with freeze_built_objects():
        del knot
        gc.collect()
        assert remains() is not None
    gc.collect()
    assert remains() is None
