"""The viewer's head: whose pictures, how many, and what is done with them."""

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout

from workstation.domain.export import ExportChannel
from workstation.ui.export.rules import export_rules
from workstation.ui.kit.actions import ACTIONS
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import SIZE, SPACE, VIEWER, Icon, TextRole, theme
from workstation.ui.viewer.controls import ViewerBar, ViewerButton, ViewerRule, ViewerText
from workstation.ui.viewer.labels import ViewerIcon
from workstation.ui.viewer.tone_controls import ViewerPopover

WORDS_FROM = 880


class TopBar(ViewerBar):
    """The bar above the pictures; its buttons are connected by the viewer."""

    def __init__(self, name: str) -> None:
        super().__init__(SIZE.header, background=VIEWER.bar)
        self._name = name
        self.title = ViewerText(TextRole.BODY, strong=True, firm=True)
        self.place = ViewerText(faint=True)
        self.link = ViewerButton(Icon.LINK, boxed=True, tinted=True)
        self.compare = ViewerButton(Icon.COMPARE, boxed=True)
        self.align = ViewerButton(Icon.POINTER, boxed=True)
        self.measure = ViewerButton(Icon.RULER, boxed=True)
        self.may_align = True
        self.copy = ViewerButton(Icon.COPY, boxed=True)
        self.save = ViewerButton(Icon.DOWNLOAD, boxed=True)
        self.own_window = ViewerButton(Icon.WINDOW)
        self.close_button = ViewerButton(Icon.X)
        self.is_own = False
        self.partial = ViewerIcon(Icon.INFO)
        self.partial.hide()
        self._words, self._ready, self._is_there = True, False, False
        export_rules.changed.connect(self.retranslate)
        for button in (self.link, self.compare, self.align, self.measure):
            button.setCheckable(True)
        self.link.setChecked(True)
        self._arrange()
        self.retranslate()

    def fit_width(self, width: int) -> None:
        """Leave the icons alone, where there is no room for words."""
        super().fit_width(width)
        if self._words != (width >= theme.scaled(WORDS_FROM)):
            self._words = width >= theme.scaled(WORDS_FROM)
            self.retranslate()

    def show_place(self, number: int, count: int, left_out: int) -> None:
        """Show which of how many; ``number`` is 0 while two are compared, ``count`` with none."""
        if not count:
            text = ""
        elif number:
            text = tr("viewer.title_one", number=number, count=count)
        else:
            text = tr("viewer.title_two", count=count)
        if left_out:
            text = tr("viewer.left_out", said=text, count=left_out)
        self.place.show_text(text)

    def show_ready(self, *, ready: bool, is_there: bool) -> None:
        """Let pictures leave that are loaded or there, by the ways that a policy allows."""
        self._ready, self._is_there = ready, is_there
        export_rules.mark(self.copy, ExportChannel.PICTURE, possible=ready)
        export_rules.mark(self.save, ExportChannel.FILE, possible=is_there)

    def show_comparing(self, *, on: bool) -> None:
        """Show the tools of two pictures, which can be linked and aligned, or hide them."""
        self.compare.setChecked(on)
        self.link.setVisible(on)
        # A key presses a button that is hidden, and none that is disabled.
        self.align.setEnabled(on and self.may_align)
        self.align.setVisible(on and self.may_align)

    def show_own(self, *, own: bool) -> None:
        """Show whether the viewer has a window of its own, which Esc leaves before the viewer."""
        self.is_own = own
        self.retranslate()

    def leave(self) -> None:
        """Press the button that Esc stands for."""
        (self.own_window if self.is_own else self.close_button).click()

    def show_partial(self, *, partial: bool) -> None:
        """Say that not all conversations of the patient are on this computer."""
        self.partial.setVisible(partial)

    def offer_saving(self, plain: Callable[[], None], measured: Callable[[], None]) -> None:
        """Choose between the original and a copy with measurements."""
        popover = ViewerPopover(self.save)
        for key, act in (("viewer.save_plain", plain), ("viewer.save_measured", measured)):
            choice = ViewerButton(None)
            choice.set_words(tr(key), visible=True)
            choice.clicked.connect(popover.close_now)
            choice.clicked.connect(act)
            popover.body.addWidget(choice)
        popover.open(right=True)

    def retranslate(self) -> None:
        """Set all texts in the current language."""
        self.title.show_text(self._name)
        self.partial.setToolTip(tr("viewer.partial"))
        self.partial.setAccessibleName(tr("viewer.partial"))
        words = self._words
        self.link.set_words(tr("viewer.link"), visible=words, keys="L")
        self.compare.set_words(tr("viewer.compare"), visible=words, keys="C")
        self.align.set_words(tr("align.align"), visible=words, keys="G")
        self.measure.set_words(tr("viewer.measure"), visible=words, keys="M")
        self.copy.set_words(tr("viewer.copy"), visible=words, keys="Ctrl C")
        self.save.set_words(tr("viewer.save"), visible=words, keys="Ctrl S")
        self.show_ready(ready=self._ready, is_there=self._is_there)
        keys = " ".join(ACTIONS["photo_window"].shown_keys)
        if self.is_own:
            self.own_window.set_words(tr("viewer.back_inside"), keys=f"{keys}  Esc")
        else:
            self.own_window.set_words(tr("viewer.own_window"), keys=keys)
        self.close_button.set_words(tr("viewer.close"), keys="" if self.is_own else "Esc")

    def _arrange(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE.x4, 0, SPACE.x4, 0)
        row.setSpacing(SPACE.x2)
        row.addWidget(self.title)
        row.addWidget(self.place)
        row.addWidget(self.partial)
        row.addStretch(1)
        # Left of the button that shows them: a second click on that one still meets it.
        looks = (self.link, self.align, self.compare, self.measure)
        for acts in (looks, (self.copy, self.save)):
            for button in acts:
                row.addWidget(button)
            row.addWidget(ViewerRule())
        row.addWidget(self.own_window)
        row.addWidget(self.close_button)
