"""The main window: queue, conversation, composer, details, in the states a doctor meets."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtWidgets import QWidget

from tests.gallery import sample
from tests.gallery.board import PEAKS, DrawnBoard
from tests.gallery.painting import grown
from workstation.domain.changes import Gap
from workstation.domain.connection import Phase
from workstation.domain.errors import DeadlineExceeded, Unreachable
from workstation.domain.message import (
    Amending,
    Delivery,
    Message,
    MessageKind,
)
from workstation.store.worklist import Worklist
from workstation.ui.conversation.timeline.items import items
from workstation.ui.gallery.__main__ import GalleryScene
from workstation.ui.kit.painting import Tone
from workstation.ui.kit.strings import error_text, formats, tr
from workstation.ui.kit.strings.connection import connection_text
from workstation.ui.kit.theme import theme
from workstation.ui.kit.widgets.banner import BannerTone
from workstation.ui.media.media_lookup import MediaPhase, VoiceState
from workstation.ui.queue.page import ActivePage, NothingOpen
from workstation.ui.queue.parts import ActiveParts
from workstation.ui.queue.rows import QueueRows, QueueSelection
from workstation.ui.shell.window_frame import WindowFrame
from workstation.ui.watermark.screen import ScreenWatermark

WINDOW = (1440, 900)
LINES: tuple[Message | Gap, ...] = sample.MESSAGES


@dataclass
class Desk:
    """The window of a signed-in doctor with the page of the queue."""

    frame: WindowFrame
    page: ActivePage

    def show_queue(self, worklist: Worklist) -> None:
        """Fill the queue as its wiring would."""
        rows = QueueRows(
            worklist, lambda _url: 21_000, sample.ME, lambda _words, _consultation: False
        )
        sections = worklist.queue_order.sections(sample.NOW_MS)
        self.page.queue.show_entries(rows.entries(sections, QueueSelection(), sample.NOW_MS))
        if len(worklist):
            self.page.queue.day.show_counts(answered=6, overdue=2, carried_over=3)
        self.page.queue.show_any(any_at_all=len(worklist) > 0)
        self.page.show_nothing_open(NothingOpen.PICK if len(worklist) else NothingOpen.NONE)
        self.frame.rail.show_unread(worklist.unread_total)

    def open(self, lines: Sequence[Message | Gap] = LINES, fresh: str | None = None) -> None:
        consultation = sample.RASH_CONSULTATION
        self.page.show_consultation(consultation, sample.DOCTORS)
        note = sample.NOTES[0]
        section = self.page.details.note
        section.show_person(consultation.target.name, is_durable=True)
        section.show_text(note.text)
        section.labels.show_labels(note.labels)
        self.page.details.pictures.show_pictures((*consultation.pictures, sample.SENT_PICTURE))
        self.page.queue.choose(consultation.consultation_id)
        self.page.composer.show_target(consultation)
        head = self.page.conversation.head
        head.show_waiting(tr("conversation.waiting", duration=formats.duration(12)), Tone.PLAIN)
        head.show_need(waiting=True, no_reply=False)
        self.page.conversation.view.show_items(
            items(lines, consultation, unread_from=fresh), follow=True
        )


def desk(board: DrawnBoard | None = None) -> Desk:
    """The page of the work queue in its frame, with nothing in it yet."""
    page = ActivePage(ActiveParts(board or DrawnBoard(), lambda: sample.NOW_MS))
    frame = WindowFrame()
    frame.add_page("active", lambda: page)
    frame.show_page("active")
    frame.rail.show_doctor("林若川", sample.ME, "儿童皮肤科")
    frame.rail.show_connection(Phase.ONLINE)
    return Desk(frame, page)


def desk_at_work() -> Desk:
    """The queue, one of its conversations open, in the window's full size."""
    made = desk()
    made.show_queue(sample.worklist())
    made.open(fresh=sample.FRESH_FROM)
    made.frame.resize(*grown(*WINDOW))
    return made


def main() -> QWidget:
    board = DrawnBoard()
    board.voice_now = VoiceState(MediaPhase.READY, PEAKS, 18_000, 8_000, True, True, 1.5)
    made = desk(board)
    made.show_queue(sample.worklist())
    made.open(fresh=sample.FRESH_FROM)
    made.page.conversation.head.show_typing("王秀英")
    return made.frame


def watermarked() -> QWidget:
    """As a policy wants it: who looks, where and when, over all of the window."""
    theme.set_watermarked(True)
    frame = main()
    text = (
        tr("watermark.doctor", name="林若川", id=1001),
        tr("watermark.computer", name="WARD-3"),
        tr("watermark.moment", day="2026-10-12", time="10:52"),
    )
    ScreenWatermark(frame, frame, lambda: text, lambda: sample.NOW_MS)
    frame.destroyed.connect(lambda: theme.set_watermarked(False))
    return frame


def queued() -> QWidget:
    """07a: away from the server and why, with replies that wait and one that failed."""
    made = desk()
    made.show_queue(sample.worklist(draft="忌口方面先避免海鲜", typing=False))
    made.open((*sample.MESSAGES, *sample.UNSENT))
    made.frame.rail.show_connection(Phase.WAITING, 8)
    again = tr("banner.again_in", seconds=8)
    why = tr("errors.joined", what=again, next=connection_text(Unreachable()))
    made.frame.show_banner(BannerTone.WARNING, tr("banner.away"), why, tr("banner.retry_now"))
    made.page.composer.show_online(online=False, is_durable=True)
    made.page.composer.show_draft("下午三点后我在线", 4)
    return made.frame


def empty() -> QWidget:
    """07b: nobody waits."""
    made = desk()
    made.show_queue(Worklist())
    return made.frame


def passed_over() -> QWidget:
    """At the newest, with unread messages above that were never in sight."""
    made = desk_at_work()
    made.page.conversation.unread_above.offer(12)
    return made.frame


def queue_failed() -> QWidget:
    """Nobody knows who waits."""
    made = desk()
    made.show_queue(Worklist())
    made.page.show_nothing_open(error_text(DeadlineExceeded()))
    return made.frame


def nothing_open() -> QWidget:
    """A queue, and no conversation open."""
    made = desk()
    made.show_queue(sample.worklist())
    return made.frame


def media_states() -> QWidget:
    """Pictures and voices that load or failed, a gap, a correction, a withdrawal, no account."""
    failed = sample.RASH[1]
    phases = {
        failed: MediaPhase.FAILED,
        sample.RASH[2]: MediaPhase.LOADING,
        sample.SENT_PICTURE: MediaPhase.FAILED,
        sample.VOICE: MediaPhase.FAILED,
    }
    one, two, three, four, five, six = sample.MESSAGES
    unknown = replace(one.speaker, role=type(one.speaker.role).UNVERIFIED, member_id=None)
    lines = (
        Gap(20418, 1, 0, None, "a", loadable=True),
        replace(one, earlier=("手臂也长了",)),
        replace(two, retracted=True),
        replace(three, speaker=unknown),
        four,
        five,
        replace(six, kind=MessageKind.FILE, attachment=replace(
            five.attachment, url="https://media.example/report.heic", media_type="image/heic",
            name="化验单.heic", size=2_400_000)),
    )  # fmt: skip
    made = desk(DrawnBoard(phases))
    made.show_queue(sample.worklist())
    made.open(lines)
    return made.frame


def own_changes() -> QWidget:
    """Own words edited and withdrawn, on their way to that, and refused; one is being edited."""
    one, two, three, four, five, six = sample.MESSAGES
    minute = 60_000

    def own(message: Message, text: str, **rest: object) -> Message:
        at_ms = message.at_ms
        fields = {
            "speaker": sample.MYSELF,
            "kind": MessageKind.TEXT,
            "attachment": None,
            "delivery": Delivery.SENT,
            "amended_ms": at_ms + 4 * minute,
            "text": text,
        }
        return replace(message, **(fields | rest))  # fmt: skip

    edited = own(two, "每晚 0.5 mg，连用三天。", earlier=("每晚 5 mg，连用三天。",))
    lines = (
        one,
        edited,
        own(three, "", earlier=("发错了，抱歉。",), retracted=True, delivery=Delivery.READ),
        own(four, "下周三来复诊。", earlier=("下周二来复诊。",), delivery=Delivery.QUEUED,
            amending=Amending.CORRECTING),
        own(five, "", earlier=("忌口不必太严。",), retracted=True, delivery=Delivery.QUEUED,
            amending=Amending.WITHDRAWING),
        own(six, "药膏早晚各一次。", earlier=("药膏每天一次。",), delivery=Delivery.FAILED,
            failure="forbidden", amending=Amending.CORRECTING),
    )  # fmt: skip
    made = desk()
    made.show_queue(sample.worklist())
    made.open(lines)
    made.page.composer.show_editing(edited.text)
    made.page.composer.show_draft(edited.text, len(edited.text))
    return made.frame


def sending() -> QWidget:
    """A picture on its way, and what is being prepared in the tray: photos and a file."""
    own = replace(
        sample.MESSAGES[4],
        speaker=sample.MYSELF,
        delivery=Delivery.SENDING,
        key="oo9",
        position=None,
    )
    made = desk()
    made.show_queue(sample.worklist())
    made.page.conversation.view.progress = {"oo9": 0.4}
    made.open((*sample.MESSAGES[:4], own))
    leaflet = "own:leaflet"
    made.page.composer.show_files((*sample.RASH[:2], leaflet), {leaflet: "用药说明.pdf"})
    made.page.composer.show_draft("这几张是参考图", 0)
    return made.frame


def narrow() -> QWidget:
    """09."""
    return main()


SCENES = [
    GalleryScene("main", *WINDOW, main),
    GalleryScene("main-1366", 1366, 768, main),
    GalleryScene("main-watermarked", *WINDOW, watermarked),
    GalleryScene("queued", *WINDOW, queued),
    GalleryScene("nobody-waits", *WINDOW, empty),
    GalleryScene("passed-over", *WINDOW, passed_over),
    GalleryScene("queue-failed", *WINDOW, queue_failed),
    GalleryScene("nothing-open", *WINDOW, nothing_open),
    GalleryScene("media-states", *WINDOW, media_states),
    GalleryScene("own-changes", *WINDOW, own_changes),
    GalleryScene("sending", *WINDOW, sending),
    GalleryScene("narrow", 1024, 700, narrow),
    GalleryScene("single", 720, 560, main),
    GalleryScene("single-list", 720, 560, nothing_open),
]
