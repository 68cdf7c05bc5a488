"""The composer wired: for whom one writes, the guard before it goes, the way to the outbox."""

from collections.abc import Sequence

from PySide6.QtCore import QObject

from workstation.base.task_scope import TaskScope
from workstation.domain.changes import Changes
from workstation.domain.connection import Connection
from workstation.domain.consultation import Consultation
from workstation.domain.errors import WorkstationError
from workstation.domain.handover import handed_over
from workstation.domain.ids import ConsultationId
from workstation.domain.message import Message
from workstation.domain.photo_quality import PhotoFlaw
from workstation.domain.row_key import NO_ROW, RowKey
from workstation.store.same_patient import has_several_open
from workstation.store.worklist import RowsChanged
from workstation.ui.composer.composer import Composer
from workstation.ui.composer.composer_context import ComposerContext
from workstation.ui.composer.drafts import ComposerDrafts
from workstation.ui.composer.editing_wiring import EditingWiring
from workstation.ui.composer.guard import PendingQuestion, SendGuard
from workstation.ui.composer.mention_wiring import MentionWiring
from workstation.ui.composer.open_reply import OpenReply
from workstation.ui.composer.quick_replies.wiring import QuickReplyWiring
from workstation.ui.composer.quoting_wiring import QuotingWiring
from workstation.ui.composer.recording_wiring import RecordingWiring
from workstation.ui.composer.send_blocker import SendBlockerWiring
from workstation.ui.composer.send_question import SendQuestion
from workstation.ui.composer.tray_wiring import TrayWiring
from workstation.ui.composer.typing_report import TypingReport
from workstation.ui.composer.voice_recorder import MakeMicrophone
from workstation.ui.conversation.timeline.hit_actions import (
    AskBetterPhoto,
    Correct,
    HitAction,
    KeepAsQuickReply,
    ReadBack,
    ReplyTo,
)
from workstation.ui.kit.fields.composing import take_composed
from workstation.ui.kit.strings import error_text, tr, tr_unmarked
from workstation.ui.media.thumbnail_loader import ThumbnailLoader
from workstation.ui.shell.signed_in import SignedIn


class ComposerWiring(QObject):
    """One composer for whichever consultation is open; every consultation has its own draft.

    Nothing leaves the screen before the disk has it: a reply that could not be kept, or about
    which the guard asks, stands as it was written.
    """

    def __init__(
        self,
        signed_in: SignedIn,
        composer: Composer,
        thumbnails: ThumbnailLoader,
        scope: TaskScope,
        make_microphone: MakeMicrophone,
    ) -> None:
        super().__init__(composer)
        self._signed_in, self._composer, self._scope = signed_in, composer, scope
        self._thumbnails = thumbnails
        self._busy: set[ConsultationId] = set()
        self.reply = OpenReply(signed_in, composer)
        context = ComposerContext(signed_in, composer, self.reply, scope)
        self.drafts = drafts = ComposerDrafts(context)
        self.editing = EditingWiring(context, drafts)
        self._quoting = QuotingWiring(context, drafts)
        self._guard = SendGuard(signed_in)
        self._question = question = SendQuestion(context, self._guard)
        self._tray = TrayWiring(context, drafts)
        self._recording = RecordingWiring(
            context, drafts, question, thumbnails.playback, make_microphone
        )
        self._send_blocker = SendBlockerWiring(context)
        self.quick_replies = QuickReplyWiring(context)
        self._mentions = MentionWiring(context)
        self._typing = TypingReport(context)
        self._connect(thumbnails)

    @property
    def consultation(self) -> Consultation | None:
        """Whom one writes to."""
        return self.reply.consultation

    def open(self, consultation: Consultation) -> None:
        """Write in another consultation; what was begun in the one before is kept."""
        if not self.reply.is_open(consultation.consultation_id):
            self.leave()
            self._guard.on_opened(consultation.consultation_id)
            self.drafts.show(consultation.consultation_id)
            self.editing.show(consultation.consultation_id)
            self._recording.show(consultation.consultation_id)
            self.quick_replies.prepare()
        self.reply.consultation = consultation
        self._mentions.show_team()
        self._show_target(consultation)
        self._show_online()
        self._send_blocker.show()

    def run_action(self, action: HitAction, _share: float = 0.0) -> None:
        """Do what was asked for with a row of the conversation, if it is for the composer."""
        match action:
            case ReplyTo(message):
                self.reply_to(message)
            case ReadBack(message):
                self.read_back(message)
            case Correct(message):
                self.editing.begin(message)
            case AskBetterPhoto(url, row):
                self.ask_for_better_photo(url, row, self._thumbnails.flaws(url))
            case KeepAsQuickReply(text):
                self.keep_text(text)
            case _:
                pass

    def reply_to(self, message: Message) -> None:
        """Answer a message; what was being edited is left as it stood."""
        self.editing.leave()
        self._quoting.begin(message)

    def read_back(self, message: Message) -> None:
        """Answer a handover by what was understood of it; the doctor changes it and sends."""
        self.reply_to(message)
        self._composer.enter()
        understood = handed_over(message.written)
        self._composer.insert(tr_unmarked("handover.read_back_text", text=understood))

    def ask_for_better_photo(self, url: str, row: RowKey, flaws: Sequence[PhotoFlaw]) -> None:
        """Put a ready request into the text, by what the photo lacks; nothing is sent.

        So that the patient sees which photo is meant, the message in ``row`` that brought it is
        quoted; one of the symptom has no message and is counted.
        """
        pictures = self.consultation.pictures if self.consultation is not None else ()
        if row != NO_ROW:
            self.editing.leave()
            self._quoting.begin_in(row)
        elif len(pictures) > 1 and url in pictures:
            self._composer.insert(tr("photo.request.number", number=pictures.index(url) + 1))
        self._composer.enter()
        flaw = flaws[0].value if flaws else "other"
        self.quick_replies.insert_titled(tr(f"photo.request.{flaw}"))

    def keep(self) -> None:
        """Save what is written and recorded now, without waiting for a pause."""
        self.drafts.keep()
        self.drafts.save_refused()
        self.quick_replies.keep()
        self._recording.stop()

    def pause(self) -> None:
        """Save all, and say that nobody types: the doctor goes away for a while."""
        self.keep()
        self._typing.stop()

    @property
    def has_text(self) -> bool:
        """Whether anything stands in the composer, words or a recording."""
        return bool(self._composer.text) or self._recording.is_open

    @property
    def is_typing(self) -> bool:
        """Whether a key was pressed within the last seconds, or a voice is being recorded."""
        return self._typing.is_typing or self._recording.is_running

    def keep_text(self, text: str) -> None:
        """Open the form for a quick reply with this text."""
        self.quick_replies.manage(new=text)

    def leave(self) -> None:
        """Keep what was written, composed and recorded; a question is taken back."""
        take_composed(self._composer.editor)
        self._mentions.close()
        self.editing.hide()
        self.drafts.leave()
        self.quick_replies.keep()
        self._typing.stop()
        self._recording.leave()
        self._question.withdraw()
        self._composer.show_error("")
        self.reply.consultation = None

    def insert_text(self, text: str) -> None:
        """Put words into the text, where the caret stands; nothing is sent."""
        self._composer.enter()
        self._composer.insert(text)

    def insert_reply(self, reply_id: int) -> None:
        """Put a quick reply into the text, with its names filled in; it is not sent."""
        self.quick_replies.insert(reply_id)

    def manage_replies(self) -> None:
        """Open the sheet in which quick replies are changed."""
        self.quick_replies.manage()

    def _connect(self, thumbnails: ThumbnailLoader) -> None:
        composer = self._composer
        composer.edited.connect(self._question.forget)
        composer.sent.connect(self._send)
        thumbnails.changed.connect(composer.tray.update)
        thumbnails.changed.connect(composer.quote.update)
        store = self._signed_in.store
        composer.destroyed.connect(store.connections.subscribe(self._on_connection))
        composer.destroyed.connect(store.changes.subscribe(self._on_changes))
        composer.destroyed.connect(store.worklist.feed.subscribe(self._on_rows_changed))
        discarded = self._signed_in.messaging.drafting.discarded
        composer.destroyed.connect(discarded.subscribe(self._forget))

    def _show_target(self, consultation: Consultation) -> None:
        several = has_several_open(self._signed_in.store, consultation)
        self._composer.show_target(consultation, is_one_of_several=several)

    def _on_rows_changed(self, change: RowsChanged) -> None:
        """Show again for whom one writes: another consultation of the patient came or went."""
        if self.reply.consultation is not None and (change.added or change.removed):
            self._show_target(self.reply.consultation)

    def _show_online(self) -> None:
        store = self._signed_in.store
        self._composer.show_online(online=store.is_online, is_durable=store.is_durable)

    def _on_connection(self, _connection: Connection) -> None:
        self._show_online()

    def _on_changes(self, changes: Changes) -> None:
        """Drop what is held of purged consultations, so that nothing of it is saved again."""
        for consultation_id in changes.purged:
            self._forget(consultation_id)

    def _forget(self, consultation_id: ConsultationId) -> None:
        for words in (self.drafts, self.editing, self._recording):
            words.forget(consultation_id)

    def _send(self) -> None:
        """Send what is written, one reply at a time: Enter pressed twice says it once."""
        consultation = self.consultation
        if consultation is not None and consultation.consultation_id not in self._busy:
            self._busy.add(consultation.consultation_id)
            self._question.withdraw()
            self._composer.show_error("")
            text, edited = self._composer.text, self.editing.message
            is_choosing = self._quoting.is_choosing(consultation.consultation_id)
            quoted = None if is_choosing else self.drafts.quoted(consultation.consultation_id)
            # As it is now: who opens the next patient at once has not "just opened" this one.
            switched = self._guard.has_just_switched()
            self._scope.spawn(self._send_checked(consultation, text, edited, quoted, switched))

    async def _send_checked(
        self,
        consultation: Consultation,
        text: str,
        edited: Message | None,
        quoted: str | None,
        switched: bool,  # noqa: FBT001
    ) -> None:
        """Send what was checked; ``quoted`` is ``None`` where the disk has a new quote not yet."""
        try:
            # Given with these words, it goes with them; what is refused is read before they go.
            if not await self._tray.finish_taking_in(consultation.consultation_id):
                return
            if quoted is None:
                if not await self._quoting.finish_choosing(consultation.consultation_id):
                    return
                quoted = self.drafts.quoted(consultation.consultation_id)
            doubts = await self._guard.doubts(consultation, text, switched=switched)
            if not doubts and edited is not None:
                await self.editing.commit(edited, text.strip())
            elif not doubts:
                await self._commit(consultation.consultation_id, text, quoted)
            else:
                self._question.ask(PendingQuestion(consultation, text, doubts, self._send))
        except WorkstationError as error:
            self.reply.show_error(consultation.consultation_id, str(error_text(error)))
        finally:
            self._busy.discard(consultation.consultation_id)

    async def _commit(self, consultation_id: ConsultationId, text: str, quoted: str) -> None:
        """Write pictures first, then the words; empty the box only when the disk has them."""
        signed_in, drafts, messaging = self._signed_in, self.drafts, self._signed_in.messaging
        drafts.keep()  # shrinking takes its time
        files = await self._tray.shrink(consultation_id, drafts.files(consultation_id))
        draft = drafts.begin_sending(consultation_id)
        try:
            sending = messaging.outbox_writer.add_draft(
                consultation_id, files, text.strip(), quoted
            )
            await messaging.drafting.see_sent(draft, text, sending)
        except Exception:
            # Not where the sign-in ends meanwhile: then it may be in the outbox, and is no draft.
            drafts.cancel_sending(consultation_id)
            raise
        drafts.drop_quote(consultation_id, quoted)
        drafts.finish_sending(consultation_id, text, files)
        if self.reply.is_open(consultation_id):
            self._typing.stop()
        signed_in.spawn(messaging.outbox.pump(consultation_id))
