"""The pages of the unlock code before a sign-in opens: it is typed, or chosen at first."""

from PySide6.QtCore import Qt, Signal

from workstation.domain.keys import UnsetReason
from workstation.ui.kit.fields.field import SecretField
from workstation.ui.kit.painting import Ink
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import SPACE, TextRole
from workstation.ui.kit.widgets.button import Button, ButtonKind
from workstation.ui.kit.widgets.label import Label
from workstation.ui.kit.widgets.logo import Logo
from workstation.ui.kit.widgets.panel import Panel, Surface
from workstation.ui.kit.widgets.tab_order import chain_in_tab_order
from workstation.ui.shell.unlock_code.form import CodeForm
from workstation.ui.sign_in.card import arrange_card, make_footer


class CodePage(Panel):
    """What both code pages have in common; ``submitted`` carries the code."""

    submitted = Signal(str)

    def __init__(self, *, asks_new: bool) -> None:
        super().__init__(Surface.CANVAS)
        self.fields = CodeForm(asks_current=not asks_new, asks_new=asks_new)
        self.submit = Button(kind=ButtonKind.FILLED, large=True)
        self._title = Label(role=TextRole.HEADING, strong=True, wrap=True)
        self.intro = Label(ink=Ink.SECONDARY, wrap=True)
        self.first, self.second = (Button(kind=ButtonKind.QUIET) for _ in range(2))
        arrange_card(
            self,
            (
                (Logo(), SPACE.x5),
                (self._title, SPACE.x1),
                (self.intro, SPACE.x6),
                (self.fields, SPACE.x6),
                (self.submit, 0),
            ),
            make_footer(self.first, self.second),
        )
        edits, eyes = self.fields.edits, self.fields.eyes
        chain_in_tab_order([*edits, self.submit, *eyes, self.first, self.second])
        self.fields.submitted.connect(self._submit)
        self.submit.clicked.connect(self._submit)
        self.fields.ready.connect(self.submit.setEnabled)
        self.setFocusProxy(self.fields)

    def set_busy(self, *, busy: bool) -> None:
        """Lock the page while the code is checked."""
        self.submit.set_busy(busy)
        for part in (self.fields, self.first, self.second):
            part.setEnabled(not busy)

    def show_error(self, error: BaseException) -> None:
        """Show what happened, beside the field it is about."""
        self.set_busy(busy=False)
        self.fields.show_error(error)

    def showEvent(self, event: object) -> None:  # noqa: ARG002
        self.fields.setFocus(Qt.FocusReason.OtherFocusReason)

    def _submit(self) -> None:
        if not self.submit.busy and self.fields.check():
            self.submitted.emit(self.code_field.text())

    @property
    def code_field(self) -> SecretField:
        """The field in which the code that is submitted is typed."""
        return self.fields.new if self.fields.asks_new else self.fields.current


class EnterCodePage(CodePage):
    """The page to open data by their doctor's code; ``account`` says whose they are.

    ``forgotten`` and ``other_asked`` are the ways on without it.
    """

    forgotten = Signal()
    other_asked = Signal()

    def __init__(self, account: str) -> None:
        super().__init__(asks_new=False)
        self._account = account
        self.first.clicked.connect(self.forgotten)
        self.second.clicked.connect(self.other_asked)
        self.retranslate()

    def show_left(self, left: int) -> None:
        """Show how many tries are left, where so few are; 0 says nothing."""
        self.fields.show_left(left)

    def retranslate(self) -> None:
        """Set all texts in the current language."""
        self._title.setText(tr("code.page.title"))
        self.intro.setText(self._account)
        self.submit.setText(tr("code.page.do"))
        self.first.setText(tr("code.page.forgotten"))
        self.second.setText(tr("code.page.other"))
        self.fields.retranslate()


class SetCodePage(CodePage):
    """The page to set a code before anything is kept, for a ``reason``; ``declined`` does without.

    ``other_asked`` leads back to signing in.
    """

    declined = Signal()
    other_asked = Signal()

    def __init__(self, reason: UnsetReason, min_length: int) -> None:
        super().__init__(asks_new=True)
        self._reason = reason
        self.fields.min_length = min_length
        self.first.clicked.connect(self.declined)
        self.second.clicked.connect(self.other_asked)
        self.retranslate()

    def retranslate(self) -> None:
        """Set all texts in the current language."""
        self._title.setText(tr("code.set.title"))
        self.intro.setText(tr(f"code.why.{self._reason.value}"))
        self.submit.setText(tr("code.set.do"))
        self.first.setText(tr("code.set.decline"))
        self.second.setText(tr("code.page.other"))
        self.fields.retranslate()
