"""What the window and its pages need is loaded before it is used, in the thread of the window."""

import asyncio
import sys

from tests.ui.fresh import said_by
from workstation.session import main_window

PROGRAM = """
import asyncio, sys, threading
import workstation.program
from workstation.session import main_window

class Watch:
    def find_spec(name, path=None, target=None):
        if name.startswith("workstation.") and threading.current_thread() is not own:
            print(name, flush=True)

async def load():
    await main_window.load_window()
    main_window.REST_SECONDS = 0.0
    await main_window.load_pages_ahead()

own = threading.current_thread()
sys.meta_path.insert(0, Watch)
{before}
asyncio.run(load())
assert {{*main_window.WINDOW_PARTS, *main_window.AHEAD}} <= set(sys.modules)
"""
BESIDE = """
beside = threading.Thread(target=__import__, args=["workstation.screen_lock"])
beside.start()
beside.join()
"""


async def test_the_pages_that_are_opened_later_are_loaded_ahead(monkeypatch) -> None:
    monkeypatch.setattr(main_window, "REST_SECONDS", 0.0)
    await main_window.load_pages_ahead()
    assert set(main_window.AHEAD) <= set(sys.modules)


def test_nothing_of_the_window_is_loaded_in_another_thread() -> None:
    assert said_by(PROGRAM.format(before="")) == []


def test_what_is_loaded_in_another_thread_would_be_found() -> None:
    assert "workstation.screen_lock" in said_by(PROGRAM.format(before=BESIDE))


async def test_the_loop_has_its_turn_after_each_step(monkeypatch) -> None:
    loaded: list[str] = []
    turns: list[int] = []
    monkeypatch.setattr(main_window, "import_module", loaded.append)
    loading = asyncio.ensure_future(main_window.load_window())
    while not loading.done():
        turns.append(len(loaded))
        await asyncio.sleep(0)
    assert loaded == list(main_window.WINDOW_PARTS)
    assert turns[: len(loaded) + 1] == list(range(len(loaded) + 1))
