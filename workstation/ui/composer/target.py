"""For whom one writes: always in sight, in the colours of that patient's avatar."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from workstation.domain.consultation import Consultation
from workstation.ui.kit.painting import draw_line, fill_round, painting
from workstation.ui.kit.painting.initials import colour_index
from workstation.ui.kit.strings import formats, tr
from workstation.ui.kit.theme import RADIUS, SIZE, SPACE, TextRole, theme
from workstation.ui.kit.widgets.tool_tip import set_tool_tip


class TargetMark(QWidget):
    """The sentence that says for whom one writes, on a band in the patient's tint.

    The avatar itself, of one letter here and on its own colour, read as a letter of the sentence.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._consultation: Consultation | None = None
        self._is_one_of_several = False
        self._text = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def text(self) -> str:
        """The whole sentence, also where the band is too narrow for it."""
        return self._text

    def show_consultation(
        self, consultation: Consultation, *, is_one_of_several: bool = False
    ) -> None:
        """Say whom a reply here is about and who asks, and where there are several which it is."""
        self._consultation, self._is_one_of_several = consultation, is_one_of_several
        self.retranslate()

    def retranslate(self) -> None:
        """Set the text in the current language."""
        if self._consultation is None:
            return
        self._text = target_text(self._consultation)
        if self._is_one_of_several:
            self._text = " · ".join((self._text, *_distinctions(self._consultation)))
        self.setAccessibleName(self._text)
        set_tool_tip(self, self._text)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(SIZE.menu, SIZE.avatar_sm)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._consultation is None:
            return
        target = self._consultation.target
        pair = theme.avatars[colour_index(target.member_id, len(theme.avatars))]
        box = QRectF(self.rect())
        with painting(self) as painter:
            fill_round(painter, box, pair.background, RADIUS.sm)
            font = theme.font(TextRole.CAPTION, strong=True)
            line = box.adjusted(SPACE.x2, 0, -SPACE.x2, 0)
            draw_line(painter, line, self._text, font, pair.foreground)


def target_text(consultation: Consultation) -> str:
    """The sentence that says for whom one writes: whom it is about, and who asks."""
    target = consultation.patient_name or tr("queue.no_name")
    if consultation.for_self:
        return tr("composer.target_self", target=target)
    creator = consultation.creator.name or tr("queue.no_name")
    return tr("composer.target", target=target, creator=creator)


def _distinctions(consultation: Consultation) -> list[str]:
    """What tells a consultation from others of that patient: its team, and when it was started."""
    created_ms, parts = consultation.created_ms, [consultation.team.name]
    if created_ms is not None:
        day = formats.local_day(created_ms)
        parts.append(f"{formats.date_of(day, day)} {formats.clock_time(created_ms)}")
    return [part for part in parts if part]
