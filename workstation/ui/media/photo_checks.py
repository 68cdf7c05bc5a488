"""Judges photos one after the other, after they are shown, what was asked for last first.

A thumbnail is decoded at an eighth of the size, where a blur cannot be seen; so a photo is decoded
a second time for this, when nobody waits for it. Of what waits, only so many bytes are held: what
was pushed out is judged when it is loaded again. What was found is kept for as long as the loader.

Nothing waits for an answer, so no task does: the thread hands it to the loop, if that still runs.
"""

import asyncio
import contextlib
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future
from functools import partial

from workstation.domain.errors import WorkstationError
from workstation.domain.photo_quality import PhotoFlaw
from workstation.services.media_reader import LoadedMedia
from workstation.ui.media import pictures
from workstation.ui.media.decoding_threads import DecodingThreads
from workstation.ui.media.photo_judging import JUDGED_BOX, find_flaws

MAX_KNOWN = 4_000
MAX_WAITING_BYTES = 48 * 1024 * 1024

Flaws = tuple[PhotoFlaw, ...]


class PhotoChecks:
    """Judges photos in the background.

    ``on_flawed`` is given the address of a photo that has flaws; of others nothing is heard.
    Nothing begins while ``is_decoding`` says that somebody waits for a picture; ``resume`` then.
    """

    def __init__(self, on_flawed: Callable[[str], None], is_decoding: Callable[[], bool]) -> None:
        self._on_flawed, self._is_decoding = on_flawed, is_decoding
        self._known: OrderedDict[str, Flaws] = OrderedDict()
        self._waiting: OrderedDict[str, LoadedMedia] = OrderedDict()
        self._working = self._closed = False
        self._threads = DecodingThreads(1)

    def flaws(self, url: str) -> Flaws:
        """The flaws of a photo that are known by now."""
        return self._known.get(url, ())

    def ask(self, url: str, file: LoadedMedia) -> None:
        """Ask for a photo to be judged, unless it was; in a running loop."""
        if url in self._known or self._closed:
            return
        self._waiting[url] = file
        self._waiting.move_to_end(url)
        while sum(len(waiting.content) for waiting in self._waiting.values()) > MAX_WAITING_BYTES:
            self._waiting.popitem(last=False)
        self.resume()

    def resume(self) -> None:
        """Begin with what waits; in a running loop."""
        self._begin(asyncio.get_running_loop())

    def drop(self) -> None:
        """Begin no more of what waits."""
        self._waiting.clear()

    def close(self) -> None:
        """Say nothing any more."""
        self._closed = True
        self.drop()

    def _begin(self, loop: asyncio.AbstractEventLoop) -> None:
        if self._working or not self._waiting or self._is_decoding():
            return
        self._working = True
        url, file = self._waiting.popitem()
        judging = self._threads.submit(partial(_judge, file))
        judging.add_done_callback(partial(self._hand_over, loop, url))

    def _hand_over(self, loop: asyncio.AbstractEventLoop, url: str, judging: Future[Flaws]) -> None:
        """Hand a judgement from the thread to the loop, which may have been closed meanwhile."""
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(self._take_in, loop, url, judging)

    def _take_in(self, loop: asyncio.AbstractEventLoop, url: str, judging: Future[Flaws]) -> None:
        self._working = False
        if self._closed:
            return
        self._begin(loop)
        self._known[url] = flaws = judging.result()
        while len(self._known) > MAX_KNOWN:
            self._known.popitem(last=False)
        if flaws:
            self._on_flawed(url)


def _judge(file: LoadedMedia) -> Flaws:
    try:
        picture = pictures.decode(file.content, file.format_name, JUDGED_BOX)
    except WorkstationError:
        return ()  # as a thumbnail it was decoded; why it cannot be larger, the viewer says
    return find_flaws(picture)
