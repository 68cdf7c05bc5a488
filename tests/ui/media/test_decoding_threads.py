"""Pictures are decoded few at a time, and nothing waits for one: not even the closing program."""

import asyncio
import subprocess
import sys
import threading

import pytest

from tests.ui.waiting import until
from workstation.domain.errors import BrokenMedia
from workstation.ui.media import decoding_threads
from workstation.ui.media.decoding_threads import DecodingThreads, exit_without_waiting

CLOSED_WHILE_DECODING = """
import asyncio, sys, threading
from workstation.ui.media.decoding_threads import DecodingThreads, exit_without_waiting

async def close():
    began, threads = threading.Event(), DecodingThreads(2)
    task = asyncio.ensure_future(threads.run(lambda: (began.set(), threading.Event().wait(600))))
    await asyncio.to_thread(began.wait)
    task.cancel()

asyncio.run(close())
sys.stdout.write("all is written")
sys.exit(exit_without_waiting(7))
"""


async def test_the_result_or_the_error_comes_back():
    threads = DecodingThreads(2)
    assert await threads.run(lambda: 5) == 5

    def broken():
        raise BrokenMedia

    with pytest.raises(BrokenMedia):
        await threads.run(broken)


async def test_no_more_than_so_many_are_at_work():
    threads, going, most = DecodingThreads(2), [], []
    both = threading.Barrier(2)

    def work():
        going.append(True)
        most.append(len(going))
        both.wait(10)
        going.pop()

    await asyncio.gather(*(threads.run(work) for _ in range(8)))
    assert max(most) == 2


async def test_what_was_cancelled_before_its_turn_never_begins():
    threads, gate, begun = DecodingThreads(1), threading.Event(), []

    def work(name):
        begun.append(name)
        gate.wait(10)

    tasks = [asyncio.ensure_future(threads.run(lambda name=name: work(name))) for name in "abc"]
    await until(lambda: begun)
    tasks[1].cancel()
    threads.close()
    gate.set()
    await asyncio.gather(*tasks, return_exceptions=True)
    assert begun == ["a"]


async def test_a_thread_that_has_nothing_to_do_ends():
    threads = DecodingThreads(2)
    await threads.run(lambda: None)
    await until(lambda: not decoding_threads._working)
    assert exit_without_waiting(3) == 3


def test_a_loop_closes_while_a_picture_is_being_decoded():
    gate, began = threading.Event(), threading.Event()

    async def close():
        task = asyncio.ensure_future(
            DecodingThreads(2).run(lambda: (began.set(), gate.wait(20), True)[-1])
        )
        await asyncio.to_thread(began.wait)
        task.cancel()

    asyncio.run(close())
    assert not gate.is_set()
    assert decoding_threads._working
    gate.set()


def test_the_program_ends_while_a_picture_is_being_decoded():
    """It would be waited for for ten minutes."""
    done = subprocess.run(  # noqa: S603 - this interpreter
        [sys.executable, "-c", CLOSED_WHILE_DECODING],
        capture_output=True,
        check=False,
        timeout=180,
    )
    assert (done.returncode, done.stdout, done.stderr) == (7, b"all is written", b"")


async def test_what_was_decoded_is_let_go_before_the_thread_counts_as_done() -> None:
    """Qt's code in a daemon that nobody waits for would end the closing program by a crash."""
    threads, at_work, nobody_waits = DecodingThreads(1), [], threading.Event()

    class Decoded:
        def __del__(self) -> None:
            at_work.append(threads in decoding_threads._working)

    def decode() -> Decoded:
        nobody_waits.wait()
        return Decoded()

    threads.submit(decode)
    nobody_waits.set()
    await until(lambda: at_work)
    assert at_work == [True]
