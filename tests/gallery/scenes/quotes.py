"""A conversation in which messages answer others, and doctors speak to each other."""

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from tests.gallery import sample
from tests.gallery.scenes.active import WINDOW, desk
from workstation.domain.changes import Changes
from workstation.domain.mentions import Mention
from workstation.domain.message import AnswerPlace, Delivery, Message, MessageKind, Quote
from workstation.ui.gallery.__main__ import GalleryScene


def quotes() -> QWidget:
    """Answers that quote a text, a voice, what is withdrawn, and what is not here; mentions."""
    one, two, three, _four, five, six = sample.MESSAGES

    def saying(message: Message, text: str, quoted: Message | None, excerpt: str = "") -> Message:
        plain = replace(message, kind=MessageKind.TEXT, attachment=None, text=text)
        return replace(plain, quote=Quote("a1", excerpt, quoted))

    picture = next(line for line in sample.MESSAGES if line.kind is MessageKind.IMAGE)
    voice = next(line for line in sample.MESSAGES if line.kind is MessageKind.VOICE)
    withdrawn = replace(one, text="", retracted=True, amended_ms=one.at_ms + 60_000)
    edited = replace(one, earlier=("手臂也长了",))
    own = replace(two, speaker=sample.MYSELF, delivery=Delivery.READ)
    lines = (
        replace(one, answer=AnswerPlace(own.key, own.position or 0, sample.MYSELF)),
        saying(own, "先不要抓，涂薄薄一层，每天两次。", edited),
        replace(saying(three, "@林若川 语音里说的药名请您核对。", voice),
                mentions=(Mention(sample.ME, 0, 4),)),
        saying(five, "好的", withdrawn),
        saying(replace(six, speaker=sample.MYSELF, delivery=Delivery.SENT), "明天再拍一张。",
               None, "需要每天拍照吗？手机拍可以吗"),
    )  # fmt: skip
    made = desk()
    worklist = sample.worklist()
    row = worklist.row(20420)
    spoken_to = replace(row.summary, unread=1, mentioned=True)
    worklist.apply(Changes(summaries=(spoken_to,)))
    made.show_queue(worklist)
    made.open(lines)
    made.page.composer.show_quote(Quote("a3", "", picture))
    made.page.composer.show_draft("看起来在好转", 3)
    return made.frame


SCENES = [GalleryScene("quotes", *WINDOW, quotes)]
