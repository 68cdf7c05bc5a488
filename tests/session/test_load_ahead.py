"""What the window and its pages need is loaded before it is used, in the thread of the window."""

import asyncio
import sys
from types import SimpleNamespace

from tests.ui.fresh import said_by
from workstation.session import main_window

PROGRAM = """
import asyncio, sys, threading
from types import SimpleNamespace
import workstation.program.program
from workstation.session import main_window

class Watch:
    def find_spec(name, path=None, target=None):
        if name.startswith("workstation.") and threading.current_thread() is not own:
            print(name, flush=True)

async def load():
    main_window.REST_SECONDS, main_window.watch_network = 0.0, lambda *_: None
    await main_window.load_window()
    await main_window.finish_at_rest(SimpleNamespace(frame=None), None)

own = threading.current_thread()
sys.meta_path.insert(0, Watch)
{before}
asyncio.run(load())
assert {{*main_window.WINDOW_PARTS, *main_window.AHEAD}} <= set(sys.modules)
"""
BESIDE = """
beside = threading.Thread(target=__import__, args=["workstation.program.screen_lock"])
beside.start()
beside.join()
"""


async def test_at_rest_the_network_is_watched_and_the_later_pages_are_loaded(
    monkeypatch,
) -> None:
    monkeypatch.setattr(main_window, "REST_SECONDS", 0.0)
    watched = []
    monkeypatch.setattr(main_window, "watch_network", lambda *of: watched.append(of))
    await main_window.finish_at_rest(SimpleNamespace(frame="frame"), "session")
    assert watched == [("frame", "session")]
    assert set(main_window.AHEAD) <= set(sys.modules)


def test_nothing_of_the_window_is_loaded_in_another_thread() -> None:
    assert said_by(PROGRAM.format(before="")) == []


def test_what_is_loaded_in_another_thread_would_be_found() -> None:
    assert "workstation.program.screen_lock" in said_by(PROGRAM.format(before=BESIDE))


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
