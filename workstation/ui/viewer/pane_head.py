"""The line above a picture: which one, when it came, what is not true of how it looks."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from workstation.ui.kit.theme import SIZE, SPACE, VIEWER, Icon, TextRole, theme
from workstation.ui.kit.widgets.tool_tip import set_tool_tip
from workstation.ui.viewer.controls import FIRM_WIDTH, ViewerBar, ViewerText
from workstation.ui.viewer.labels import ViewerIcon, ViewerTag
from workstation.ui.viewer.viewer_photo import ViewerPhoto

WHERE_FROM = 440


class PaneHead(ViewerBar):
    """The line above a picture.

    ``side``, ``caption``, ``when``, ``where`` and ``note``, then the buttons given. Where room is
    short, the open consultation's day goes first (the strip has it), then an icon stands for the
    note, a mark for another consultation's day, and last the caption is cut. The time at which a
    photo was taken stays whole: two photos are compared by it.
    """

    def __init__(self, *buttons: QWidget) -> None:
        super().__init__(SIZE.bar_sm, background=VIEWER.bg)
        self.side = ViewerText(strong=True, firm=True)
        self.caption = ViewerText(strong=True, firm=True)
        self.when = ViewerText(faint=True, uncut=True)
        self.where = ViewerTag()
        self.note = ViewerText(TextRole.CAPTION, faint=True, firm=True)
        self.note_icon = ViewerIcon(Icon.INFO, SIZE.icon_sm)
        self._row = QHBoxLayout(self)
        which: tuple[QWidget, ...] = (self.side, self.caption, self.when, self.where)
        for part in which:
            self._row.addWidget(part)
        self._row.addStretch(1)
        for part in (self.note_icon, self.note, *buttons):
            self._row.addWidget(part)

    def show_photo(self, photo: ViewerPhoto) -> None:
        """Say which picture it is."""
        self.caption.show_text(photo.caption)
        self.when.show_text(photo.when)
        self.where.show_tag(photo.where, away=not photo.present)

    def show_note(self, words: str) -> None:
        """Show what is not true of how the picture looks."""
        self.note.show_text(words)
        self.note_icon.setVisible(bool(words))
        set_tool_tip(self.note_icon, words)

    def fit_width(self, width: int) -> None:
        """Fit the head, with space between the number and the day: they must not read as one."""
        super().fit_width(width)
        self._row.setSpacing(SPACE.x2)

    def fit_parts(self, width: int, photo: ViewerPhoto | None) -> None:
        """Hide what there is no room for."""
        gap, least = self._row.spacing(), self._least_width()
        where = photo.where if photo is not None else ""
        is_away = bool(where) and photo is not None and not photo.present
        caption = min(self.caption.sizeHint().width(), theme.scaled(FIRM_WIDTH)) + gap
        left = width - least - caption - (SIZE.chip + gap if is_away else 0)
        self.caption.set_firm(firm=left >= 0)
        if is_away:
            words = self.where.whole_width() - SIZE.chip
            self.where.show_whole(whole=left >= words)
            left -= words if left >= words else 0
        has_note = left >= self.note.minimumSizeHint().width() + gap
        self.note.setVisible(has_note)
        self.note_icon.setAccessibleName("" if has_note else self.note.text())
        if not is_away:
            self.where.show_whole(whole=True)
            others = (self.caption, self.note, self.where)
            every = least + sum(part.sizeHint().width() + gap for part in others)
            has_room = width >= max(every, theme.scaled(WHERE_FROM))
            self.where.setVisible(bool(where) and has_room)

    def _least_width(self) -> int:
        """The width of all but caption, day and note."""
        items = filter(None, map(self._row.itemAt, range(self._row.count())))
        apart = {self.caption, self.where, self.note}
        widths = [
            item.minimumSize().width()
            for item in items
            if not item.isEmpty() and item.widget() not in apart
        ]
        margins = self._row.contentsMargins()
        edges = margins.left() + margins.right()
        return edges + sum(widths) + self._row.spacing() * (len(widths) - 1)
