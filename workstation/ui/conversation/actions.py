"""What a click in a conversation does: pictures, voices, files, messages that failed, gaps."""

from collections.abc import Callable

from workstation.domain.changes import Gap
from workstation.domain.consultation import Consultation
from workstation.domain.ids import ConsultationId
from workstation.domain.message import Message
from workstation.domain.photos import ViewerStart
from workstation.domain.row_key import RowKey, origin_id_of
from workstation.services.voice_playlist import VoiceTrack
from workstation.store.timeline import TimelineWindow
from workstation.ui.conversation.links import open_link
from workstation.ui.conversation.page_context import PageContext
from workstation.ui.conversation.timeline.anchor import Anchor
from workstation.ui.conversation.timeline.hit_actions import (
    ChangeReminder,
    ChangeSpeed,
    CopyPicture,
    CopyText,
    EditBookmark,
    GiveUpChange,
    HitAction,
    LoadGap,
    OpenLink,
    OpenPicture,
    PlayFrom,
    PlayVoice,
    Reload,
    Remind,
    SaveDocument,
    SaveMedium,
    SeekVoice,
    SendAgain,
    ShowMessage,
    SkipVoice,
    Withdraw,
)
from workstation.ui.kit.strings import tr
from workstation.ui.media.copying import PictureCopying


class ConversationActions:
    """Does what was clicked in one conversation.

    ``open_picture`` is given an address and what for, ``show_message`` a place to go to, ``copy`` a
    text for the clipboard, ``on_gap_requested`` a gap that is being loaded now, ``mark`` a bookmark
    whose note is to be written or a promise to be reminded of.
    """

    def __init__(  # noqa: PLR0913 - what a click may lead to
        self,
        context: PageContext,
        *,
        open_picture: Callable[[str, ViewerStart], object],
        show_message: Callable[[Anchor], object],
        copy: Callable[[str], object],
        on_gap_requested: Callable[[int], object],
        mark: Callable[[EditBookmark | Remind | ChangeReminder], object],
    ) -> None:
        self._signed_in, self._thumbnails = context.signed_in, context.thumbnails
        self._saving, self._scope, self._notify = context.saving, context.scope, context.notify
        reader, saving = context.signed_in.media.reader, context.saving
        self._copying = PictureCopying(
            reader, context.scope, context.notify, saving.begin, saving.gate
        )
        self._open_picture, self._on_gap_requested = open_picture, on_gap_requested
        self._show_message, self._mark = show_message, mark
        self._copy = copy

    def run(
        self, action: HitAction, share: float, consultation: Consultation, window: TimelineWindow
    ) -> None:
        """Do it; ``share`` is how far along a wave the click was."""
        match action:
            case OpenPicture(url, start):
                self._open_picture(url, start)
            case PlayVoice() | SeekVoice() | SkipVoice() | PlayFrom():
                track = voice_track(action.url, action.key, consultation, window)
                self._listen(action, share, track)
            case ChangeSpeed():
                self._signed_in.media.voices.cycle_speed()
            case CopyPicture() | SaveMedium() | SaveDocument():
                self._take_out(action, consultation.consultation_id)
            case CopyText(text):
                self._copy(text)
            case OpenLink(url):
                open_link(url)
            case Reload(url):
                self._thumbnails.reload(url)
            case SendAgain(key):
                self._scope.spawn(self._send_again(key, consultation.consultation_id))
            case LoadGap(gap_id):
                self._load(window.lines.gap(gap_id))
            case _:
                self._change(action, consultation.consultation_id)

    def _listen(
        self, action: PlayVoice | SeekVoice | SkipVoice | PlayFrom, share: float, track: VoiceTrack
    ) -> None:
        voices = self._signed_in.media.voices
        match action:
            case PlayVoice():
                voices.toggle(track)
            case SeekVoice():
                voices.seek(track, share)
            case SkipVoice(by_ms=by_ms):
                voices.skip(track, by_ms)
            case PlayFrom(at_ms=at_ms):
                voices.go_to(track, at_ms)

    def _take_out(
        self, action: CopyPicture | SaveMedium | SaveDocument, consultation_id: ConsultationId
    ) -> None:
        match action:
            case CopyPicture(url):
                self._copying.copy(url, consultation_id)
            case SaveMedium(url, name):
                self._saving.ask(url, name, consultation_id)
            case SaveDocument(url, name, size):
                self._saving.ask_document(url, name, size, consultation_id)

    def _change(self, action: HitAction, consultation_id: ConsultationId) -> None:
        match action:
            case Withdraw(key):
                self._scope.spawn(self._withdraw(key, consultation_id))
            case GiveUpChange(key):
                self._scope.spawn(self._give_up(key))
            case EditBookmark() | Remind() | ChangeReminder():
                self._mark(action)
            case ShowMessage(key, position):
                self._show_message(Anchor(key, position))
            case _:
                pass

    async def _send_again(self, key: RowKey, consultation_id: ConsultationId) -> None:
        origin_id = origin_id_of(key)
        if origin_id is None:
            return
        await self._signed_in.messaging.outbox.retry(origin_id)
        await self._signed_in.messaging.outbox.pump(consultation_id)

    async def _withdraw(self, key: RowKey, consultation_id: ConsultationId) -> None:
        origin_id, messaging = origin_id_of(key), self._signed_in.messaging
        if origin_id is None:
            return
        if not await messaging.amendments.withdraw(consultation_id, origin_id):
            self._notify(tr("conversation.withdraw_too_late"))
        await messaging.outbox.pump(consultation_id)

    async def _give_up(self, key: RowKey) -> None:
        origin_id = origin_id_of(key)
        if origin_id is not None:
            await self._signed_in.messaging.amendments.give_up(origin_id)

    def _load(self, gap: Gap | None) -> None:
        if gap is None:
            return
        messaging, history = self._signed_in.messaging, self._signed_in.store.history
        if history.get(gap.consultation_id) is not None:
            self._on_gap_requested(gap.gap_id)
            self._scope.spawn(messaging.history.load_gap(gap))
        elif messaging.catch_up.load_gap(gap):
            self._on_gap_requested(gap.gap_id)


def voice_track(
    url: str, key: RowKey, consultation: Consultation, window: TimelineWindow
) -> VoiceTrack:
    """The voice of a row: a message's, an unsent one behind all others, or the symptom's."""
    line = window.lines.get(key)
    after = None
    if isinstance(line, Message):
        after = window.lines.last_position if line.position is None else line.position
    return VoiceTrack(consultation.consultation_id, key, url, after)
