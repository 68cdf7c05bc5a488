"""100,000 messages of one conversation in the view at once, offscreen and in an X server.

The program itself never holds that many: it shows 3,000 at most and reads on while one scrolls.
Each platform has a process of its own; the X server is Xvfb, which draws without a GPU. Figures are
the time that the window's thread worked, since other work on the machine says nothing of the view.
"""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from measurement import ROOT, Row, median, percentile, pss_megabytes
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication

from workstation.domain.message import Delivery, Message, MessageKind, Speaker, SpeakerRole
from workstation.ui.conversation.timeline.conversation_view import ConversationView
from workstation.ui.conversation.timeline.items import TimelineItem, items
from workstation.ui.kit.theme import theme
from workstation.ui.media.media_lookup import MediaPhase, Thumbnail, VoiceState

COUNT, EARLIER, APPENDED, FRAMES, STEP = 100_000, 500, 30, 600, 60
VIEWS, WIDTHS = 3, (640, 700, 760, 700, 640)
NOW_MS, MINUTE_MS = 1_790_000_000_000, 60_000
WORDS = "手臂内侧也开始长了，按压会褪色，晚上睡不踏实。"
MOTHER = Speaker(2003, SpeakerRole.PATIENT, "王秀英")
ME = Speaker(1001, SpeakerRole.ME, "林若川")
FIRST = Message(1, "o", MOTHER, MessageKind.TEXT, "", NOW_MS, Delivery.RECEIVED, position=0)
GOALS = {"first paint": 50, "append one": 5, "prepend 500": 10, "width change": 30, "frame": 8}


def rows() -> Iterator[Row]:
    yield from _rows("offscreen", {"QT_QPA_PLATFORM": "offscreen"})
    if shutil.which("Xvfb") is not None:
        with x_server() as display:
            yield from _rows("xcb", {"QT_QPA_PLATFORM": "xcb", "DISPLAY": display})


def _rows(platform: str, environment: dict[str, str]) -> Iterator[Row]:
    done = subprocess.run(
        [sys.executable, __file__],
        check=True,
        cwd=ROOT,
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        text=True,
        timeout=300,
    )
    measured: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    for name, value in measured.items():
        unit = "MB" if name.startswith("memory") else "ms"
        yield Row(f"100,000 messages, {platform}: {name}", value, unit, most=_goal(name))


def _goal(name: str) -> float | None:
    return next((goal for word, goal in GOALS.items() if name.startswith(word)), None)


@contextmanager
def x_server() -> Iterator[str]:
    """An X server of its own; its display."""
    read_end, write_end = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write_end), "-screen", "0", "1440x900x24"],
        pass_fds=[write_end],
        stderr=subprocess.DEVNULL,
    )
    os.close(write_end)
    try:
        with os.fdopen(read_end) as line:
            yield f":{line.readline().strip()}"
    finally:
        server.terminate()
        server.wait()


class Still:
    """A board on which nothing is to be loaded."""

    def picture(self, *_asked: object) -> Thumbnail:
        return Thumbnail(MediaPhase.LOADING)

    def voice(self, *_asked: object) -> VoiceState:
        return VoiceState(MediaPhase.LOADING)


def messages(first: int, last: int) -> list[TimelineItem]:
    """Messages of one to six sentences, a doctor's now and then."""
    return items(
        [
            replace(
                FIRST,
                key=f"m{number}",
                speaker=ME if number % 3 == 0 else MOTHER,
                text=WORDS * (1 + number * 7 % 11 % 6),
                at_ms=NOW_MS + number * MINUTE_MS,
            )
            for number in range(first, last)
        ],
        None,
    )


def main() -> None:
    """Measure here and print the figures as JSON."""
    application = QApplication([])
    theme.install(application)
    whole = messages(0, COUNT)
    before = pss_megabytes()
    opened = []
    for _ in range(VIEWS):
        view = _open_view()
        opened.append(_milliseconds(view, lambda view=view: view.show_items(whole, follow=True)))
    measured = {"first paint": median(opened), **_while_open(view, whole)}
    measured["memory the view added"] = pss_megabytes() - before
    print(json.dumps(measured))


def _while_open(view: ConversationView, whole: list[TimelineItem]) -> dict[str, float]:
    appended = []
    for item in messages(COUNT, COUNT + APPENDED):
        whole = [*whole, item]
        appended.append(_milliseconds(view, lambda whole=whole: view.show_items(whole)))
    view.verticalScrollBar().setValue(0)
    whole = [*messages(-EARLIER, 0), *whole]
    prepended = _milliseconds(view, lambda: view.show_items(whole))
    sizes = [
        _milliseconds(view, lambda width=width: view.resize(width, view.height()))
        for width in WIDTHS
    ]
    frames = _scrolled(view)
    return {
        "append one, median": median(appended),
        "prepend 500": prepended,
        "width change, median": median(sizes),
        "scrolling, median": median(frames),
        "frame of scrolling, p99": percentile(frames, 99),
    }


def _scrolled(view: ConversationView) -> list[float]:
    """Frames in the middle of the list, where no row was ever laid out."""
    bar = view.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    _settle()
    return [_milliseconds(view, lambda: bar.setValue(bar.value() + STEP)) for _ in range(FRAMES)]


def _open_view() -> ConversationView:
    view = ConversationView(Still(), lambda: NOW_MS)
    view.resize(700, 800)
    view.show()
    _settle()
    return view


def _milliseconds(view: ConversationView, act: Callable[[], object]) -> float:
    """From before it until all of the view is painted: what this thread worked.

    It waits for nothing, so on a machine with nothing else to do this is also what it takes.
    """
    start = time.thread_time()
    act()
    view.viewport().repaint()
    taken = (time.thread_time() - start) * 1000
    _settle()
    return taken


def _settle() -> None:
    for _ in range(3):
        QCoreApplication.processEvents()


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent))
    main()
