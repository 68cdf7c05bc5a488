"""A system that gives no more threads for a while: what waits for one begins later."""

import asyncio
import threading
from collections.abc import Callable

import pytest
from PySide6.QtNetwork import QNetworkInformation

from tests.ui.fresh import words_of_the_window
from tests.ui.waiting import until
from tests.vault.people import KEY
from workstation.__main__ import main
from workstation.base import blocking_call
from workstation.base.blocking_call import finish_writing, start_call, start_writing
from workstation.base.daemon_thread import has_threads
from workstation.base.write_behind import WriteBehind
from workstation.decoder import process
from workstation.decoder.process import DecoderProcess
from workstation.domain.errors import BrokenMedia, StorageError
from workstation.ui.kit.strings import tr
from workstation.ui.media import decoding_threads
from workstation.ui.media.decoding_threads import DecodingThreads
from workstation.ui.shell.network import NetworkWatch
from workstation.vault.database import Vault


class System:
    """One with so many threads left as ``left`` says; ``refused`` counts those it did not give."""

    def __init__(self) -> None:
        self.left, self.refused = 0, 0
        self._start = threading.Thread.start

    def start_for(self) -> Callable[[threading.Thread], None]:
        """What takes the place of Python's own way to start a thread."""

        def start(thread: threading.Thread) -> None:
            if self.left <= 0:
                self.refused += 1
                raise RuntimeError("can't start new thread")
            self.left -= 1
            self._start(thread)

        return start


FEW = """
from workstation.base import daemon_thread
daemon_thread.has_threads = lambda count: count < 20
"""


@pytest.fixture
def system(monkeypatch) -> System:
    """A system with no thread left, which is asked again without a pause."""
    system = System()
    for module in (blocking_call, decoding_threads):
        monkeypatch.setattr(module, "RETRY_SECONDS", 0.001)
    monkeypatch.setattr(threading.Thread, "start", system.start_for())
    return system


@pytest.mark.parametrize("start", [lambda call: start_call(call, "names"), start_writing])
async def test_a_call_that_may_block_begins_once_there_is_a_thread(system, start):
    answer = start(lambda: 5)
    await until(lambda: system.refused > 2)
    system.left = 1
    assert await answer == 5
    assert finish_writing(0.0)


async def test_a_call_that_nobody_waits_for_any_more_never_begins(system):
    start_call(lambda: 5, "names").cancel()
    later = start_call(lambda: 6, "names")
    system.left = 2
    assert await later == 6
    assert system.left == 1


async def test_a_picture_is_decoded_once_there_is_a_thread(system):
    threads = DecodingThreads(2)
    waiting = [asyncio.ensure_future(threads.run(lambda one=one: one)) for one in range(5)]
    await until(lambda: system.refused > 2)
    assert threads not in decoding_threads._working
    system.left = 1
    assert await asyncio.gather(*waiting) == [0, 1, 2, 3, 4]


def test_a_small_file_is_written_with_the_next_one(system, tmp_path):
    files = WriteBehind()
    files.put(tmp_path / "place", b"1")
    assert not files.finish(0.0)
    system.left = 1
    files.put(tmp_path / "colour", b"2")
    assert files.finish()
    assert [file.read_bytes() for file in sorted(tmp_path.iterdir())] == [b"2", b"1"]


def test_a_small_file_is_written_at_the_end_at_last(system, tmp_path):
    files = WriteBehind()
    files.put(tmp_path / "place", b"1")
    system.left = 1
    assert files.finish()
    assert (tmp_path / "place").read_bytes() == b"1"


@pytest.mark.parametrize("left", [0, 1])
def test_a_database_without_a_thread_is_a_sentence_and_opens_later(system, tmp_path, left):
    system.left = left
    with pytest.raises(StorageError):
        Vault.open(tmp_path / "vault.db", KEY)
    system.left = 2
    Vault.open(tmp_path / "vault.db", KEY).close()


@pytest.mark.parametrize("left", [0, 1])
def test_a_recording_whose_decoder_gets_no_thread_may_be_tried_again(system, left):
    system.left = left
    with pytest.raises(BrokenMedia):
        DecoderProcess("voice").run(b"", seconds=60.0, max_bytes=1)
    assert not process._running


def test_a_program_that_would_wait_for_threads_for_ever_says_why_it_does_not_start(tmp_path):
    *words, status = words_of_the_window(FEW, tmp_path)
    assert tr("stopped.threads.what").split() == words[: len(tr("stopped.threads.what").split())]
    assert status == "2"


@pytest.mark.parametrize(("left", "are_there"), [(2, False), (3, True)])
def test_threads_are_counted_and_ended(system, left, are_there):
    system.left = left
    assert has_threads(3) is are_there
    assert all(thread.name != "probe" for thread in threading.enumerate())


def test_without_any_thread_a_terminal_is_told_why(system, capsys):  # noqa: ARG001
    with pytest.raises(SystemExit):
        main([])
    assert capsys.readouterr().err.startswith(
        "python -m workstation: the system gives this program no thread"
    )


@pytest.mark.usefixtures("qapp")
def test_the_network_is_not_asked_for_where_glib_would_end_the_program(system, monkeypatch):
    asked = []
    monkeypatch.setattr(QNetworkInformation, "loadDefaultBackend", lambda: asked.append(1))
    system.left = 2
    NetworkWatch(list)
    assert asked == []
    system.left = 10
    NetworkWatch(list)
    assert asked == [1]
