"""An open conversation: its window on the vault shown, and what the doctor does in it."""

from collections.abc import Awaitable, Callable, Sequence

from workstation.domain.changes import Changes, Gap, Timeline
from workstation.domain.consultation import Consultation
from workstation.domain.message import Message
from workstation.store.feed import Unsubscribe
from workstation.store.timeline import TimelineWindow
from workstation.ui.links import open_link
from workstation.ui.media_board import MediaBoard
from workstation.ui.pace import Pace
from workstation.ui.panes.conversation import ConversationPane
from workstation.ui.tasks import TaskScope
from workstation.ui.timeline.items import items
from workstation.ui.timeline.zones import (
    ChangeSpeed,
    LoadGap,
    OpenPicture,
    PlayVoice,
    Reload,
    SeekVoice,
    SendAgain,
    Zone,
)
from workstation.ui.wiring.signed_in import SignedIn

LIVE_LINES = 400

OpenPictures = Callable[[Consultation, str, Sequence[Message]], None]
"""Shows the picture at an address large, among those of a consultation and its messages."""


class OpenConversation:
    """Shows one conversation in a pane until ``close``.

    ``open_picture`` is told which picture is to be shown large. ``focused`` says whether the
    doctor looks at this window: only then is a message seen.
    """

    def __init__(  # noqa: PLR0913 - the parts of one page, put together once
        self,
        signed_in: SignedIn,
        pane: ConversationPane,
        board: MediaBoard,
        scope: TaskScope,
        *,
        open_picture: OpenPictures,
        focused: Callable[[], bool],
    ) -> None:
        self._signed_in, self._pane = signed_in, pane
        self._board, self._scope = board, scope
        self._open_picture, self._focused = open_picture, focused
        self._window: TimelineWindow | None = None
        self._consultation: Consultation | None = None
        self._fresh_from: str | None = None
        self._busy: frozenset[int] = frozenset()
        self._unsubscribe: list[Unsubscribe] = []
        self._reading_more = self._went_on = False
        self._pace = Pace(self._paint, pane)
        # Two pages have a conversation open at the same time, in one scope.
        self._key = f"conversation {id(self)}"
        self._moving = signed_in.uploads_moved.subscribe(self._upload_moved)
        pane.destroyed.connect(self._moving)
        pane.older_wanted.connect(self._older)
        pane.newer_wanted.connect(self._newer)
        pane.seen.connect(self._see)
        pane.view.zone_used.connect(self.use)
        pane.view.link_used.connect(open_link)

    def show(self, consultation: Consultation) -> None:
        """Bring a conversation's messages into the pane, which the page has told the rest of it."""
        same = self._consultation is not None and (
            self._consultation.consultation_id == consultation.consultation_id
        )
        self._consultation = consultation
        if same:
            self._paint()
            return
        self.close()
        self._consultation = consultation
        source = self._signed_in.conversations
        self._window = window = TimelineWindow(consultation.consultation_id, source)
        self._unsubscribe = [
            window.feed.subscribe(lambda _: self._pace.ask()),
            self._signed_in.desk.changes.subscribe(self._apply),
        ]
        self._paint(follow=True)
        self._scope.spawn(self._open(window), key=self._key)

    def close(self) -> None:
        """Show nothing of it any more."""
        for unsubscribe in self._unsubscribe:
            unsubscribe()
        self._unsubscribe = []
        self._window = self._consultation = self._fresh_from = None
        self._busy, self._went_on = frozenset(), False
        self._scope.cancel(self._key)

    def use(self, zone: Zone, share: float = 0.0) -> None:
        """Do what was clicked."""
        match zone:
            case OpenPicture(url):
                if self._consultation is not None:
                    self._open_picture(self._consultation, url, self._messages())
            case PlayVoice(url):
                self._board.toggle(url)
            case SeekVoice(url):
                self._board.seek(url, share)
            case ChangeSpeed():
                self._board.playback.next_speed()
            case Reload(url):
                self._board.reload(url)
            case SendAgain(key):
                self._scope.spawn(self._send_again(key.removeprefix("o")))
            case LoadGap(gap_id):
                self._scope.spawn(self._load(gap_id))
            case _:
                pass

    def looked(self) -> None:
        """The window came to the front: what is in sight is seen now."""
        last = self._pane.view.last_in_sight()
        if last is not None:
            self._see(last.message.key)

    async def _open(self, window: TimelineWindow) -> None:
        first = await self._signed_in.conversations.first_unread(window.consultation_id)
        await window.open()
        if first is not None:
            fresh = (
                line
                for line in window.lines
                if isinstance(line, Message) and line.position is not None
            )
            self._fresh_from = next(
                (line.key for line in fresh if (line.position or 0) >= first), None
            )
        self._paint(follow=self._fresh_from is None)
        if self._fresh_from is not None:
            self._pane.view.to_item("fresh")
        self.looked()

    def _messages(self) -> list[Message]:
        lines = self._window.lines if self._window is not None else ()
        return [line for line in lines if isinstance(line, Message)]

    async def _to_end(self, window: TimelineWindow) -> None:
        """The doctor answers while reading far back: the answer stands at the end."""
        await window.open()
        self._paint(follow=True)

    async def _send_again(self, origin_id: str) -> None:
        await self._signed_in.outbox.retry(origin_id)
        if self._consultation is not None:
            await self._signed_in.outbox.pump(self._consultation.consultation_id)

    async def _load(self, gap_id: int) -> None:
        if await self._signed_in.conversations.load_gap(gap_id):
            self._busy |= {gap_id}
            self._paint()

    def _apply(self, changes: Changes) -> None:
        if self._window is None:
            return
        if self._window.consultation_id in changes.gaps_of:
            self._busy = frozenset()
        self._window.apply(changes)
        if len(self._window.lines) > LIVE_LINES and self._pane.view.at_end():
            self._window.shorten()
        if self._window.lines.newer and _says(changes, self._window.consultation_id):
            self._scope.spawn(self._to_end(self._window), key=f"{self._key} end")
        if self._window.stale:
            self._scope.spawn(self._window.reload(), key=f"{self._key} again")

    def _paint(self, *, follow: bool | None = None) -> None:
        if self._window is None or self._consultation is None:
            return
        # The end of what was shown was not the conversation's: nothing to stay at.
        if self._went_on and follow is None:
            follow = False
        self._went_on = self._window.lines.newer
        found = items(
            _page(self._window),
            self._consultation,
            fresh_from=self._fresh_from,
            busy=self._busy,
        )
        self._pane.show_items(found, follow=follow)

    def _older(self) -> None:
        if self._window is not None and self._window.lines.older:
            self._read_more(self._window.older)

    def _newer(self) -> None:
        """What a long way back made the window let go of its end."""
        if self._window is not None and self._window.lines.newer:
            self._read_more(self._window.newer)

    def _read_more(self, read: Callable[[], Awaitable[None]]) -> None:
        if not self._reading_more:
            self._reading_more = True
            self._scope.spawn(self._more(read))

    async def _more(self, read: Callable[[], Awaitable[None]]) -> None:
        try:
            await read()
        finally:
            self._reading_more = False

    def _upload_moved(self, _origin_id: str) -> None:
        shares = self._signed_in.uploads.progress
        self._pane.view.progress = {f"o{name}": share for name, share in shares.items()}
        self._pane.view.viewport().update()

    def _see(self, key: str) -> None:
        window = self._window
        if window is None or not self._focused():
            return
        line = window.lines.get(key)
        if isinstance(line, Message) and line.position is not None:
            work = self._signed_in.reading.see(window.consultation_id, line.position)
            self._signed_in.spawn(work)


def _says(changes: Changes, consultation_id: int) -> bool:
    return any(
        message.consultation_id == consultation_id and message.position is None
        for message in changes.messages
    )


def _page(window: TimelineWindow) -> Timeline:
    lines = list(window.lines)
    return Timeline(
        messages=tuple(
            line for line in lines if isinstance(line, Message) and line.position is not None
        ),
        gaps=tuple(line for line in lines if isinstance(line, Gap)),
        unsent=tuple(line for line in lines if isinstance(line, Message) and line.position is None),
        older=window.lines.older,
        newer=window.lines.newer,
    )
