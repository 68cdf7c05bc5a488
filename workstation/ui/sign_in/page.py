"""The sign-in page: where the server is, the access token, and whether to remember it."""

import unicodedata

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from workstation.domain.errors import InputError
from workstation.ui.kit.announcer import announcer
from workstation.ui.kit.fields.field import Field, SecretField
from workstation.ui.kit.fields.form import Titled
from workstation.ui.kit.layers.restore_focus import restore_focus
from workstation.ui.kit.page import hand_focus_over
from workstation.ui.kit.painting import Ink
from workstation.ui.kit.strings import error_text, tr
from workstation.ui.kit.theme import SPACE, Icon, TextRole
from workstation.ui.kit.widgets.checkbox import CheckBox
from workstation.ui.kit.widgets.enter import ENTER
from workstation.ui.kit.widgets.label import Label
from workstation.ui.kit.widgets.logo import Logo
from workstation.ui.kit.widgets.message_line import MessageLine
from workstation.ui.kit.widgets.panel import Panel, Surface
from workstation.ui.kit.widgets.tab_order import chain_in_tab_order
from workstation.ui.sign_in.card import arrange_card
from workstation.ui.sign_in.error_place import place_of
from workstation.ui.sign_in.footer import SignInFooter
from workstation.ui.sign_in.submit_row import SubmitRow


class SignInPage(Panel):
    """The page on which a doctor signs in.

    ``submitted`` carries address, token and whether to stay signed in. ``cancelled`` tells that
    nobody waits for that any more; what is filled in stays. ``address_edited`` lets others look
    whether the server is there; they answer by :meth:`show_checking`, :meth:`show_reachable` or
    :meth:`show_error`.
    """

    submitted = Signal(str, str, bool)
    cancelled = Signal()
    address_edited = Signal(str)

    def __init__(self, version: str, parent: QWidget | None = None) -> None:
        super().__init__(Surface.CANVAS, parent=parent)
        self.footer = SignInFooter(version)
        self._failed, self._was_cancelled, self._left = False, False, ""
        self._typed_into: QWidget | None = None
        self._stay_possible, self._by_code = True, False
        self._reach = self._unasked = "", Ink.TERTIARY
        self._error: BaseException | None = None
        self._make_parts()
        self._arrange()
        self._connect()
        self.retranslate()

    @property
    def error(self) -> BaseException | None:
        """The error that was said last, until something is typed."""
        return self._error

    def show_address(self, address: str, *, locked: bool = False) -> None:
        """Fill in the address of last time; the keyboard goes to what is missing, off no token.

        ``locked`` is the administrator's own: it is shown, with who set it, and cannot be changed.
        """
        self._unasked = ("settings.locked" if locked else "", Ink.TERTIARY)
        self.address.set_text(address)
        self.address.set_locked(locked)
        self.show_unchecked()
        if address or self.focusWidget() is not self.token.edit:
            (self.token if address else self.address).setFocus()

    def show_stay(self, *, stay: bool, possible: bool = True, by_code: bool = False) -> None:
        """Tick or untick; without a safe place for the token it cannot be ticked.

        ``by_code`` says that the doctor's code will be that place.
        """
        self._stay_possible, self._by_code = possible, by_code
        self.stay.setChecked(stay and possible)
        self.stay.setEnabled(possible and not self.submit.busy)
        self._update_stay()
        self._update_token_hint()

    def show_left(self, left: str) -> None:
        """Show what a sign-in left: ``words_kept``, what was written waits here, or ``wiped``."""
        self._left = left
        self.drafts_line.show_text(tr(f"sign_in.{left}") if left else "", Ink.SUCCESS)

    def show_checking(self) -> None:
        """Show that the server is being looked for."""
        self._show_reach("sign_in.checking", Ink.TERTIARY)

    def show_unchecked(self) -> None:
        """Show nothing of the server any more; what went wrong with it is said elsewhere."""
        self._show_reach(*self._unasked)

    def show_reachable(self, *, encrypted: bool = True) -> None:
        """Show that the server answered."""
        if encrypted:
            self._show_reach("sign_in.reachable", Ink.SUCCESS)
        else:
            self._show_reach("sign_in.reachable_plain", Ink.WARNING)

    def show_error(self, error: BaseException) -> None:
        """Show what happened, beside the field it is about.

        The keyboard goes there after an attempt to sign in only: a look for the server that fails
        would else take the token that is being typed into the address. What is no field's fault is
        tried again by the button: the field with the keyboard was disabled meanwhile.
        """
        was_busy = self.submit.busy
        self.set_busy(busy=False)
        self._error = error
        text, server_text = str(error_text(error)), error_text(error).server_text
        place = self._field_of(error)
        if place is self.address:
            self.address.set_error(text)
        elif place is self.token:
            self._failed = True
            self.token.set_error(text)
        else:
            self.general.show_text("\n".join(filter(None, (text, server_text))), Ink.DANGER)
        is_nowhere = QApplication.focusWidget() in {None, self}
        entrance: QWidget | None = self.submit if place is None and is_nowhere else place
        if was_busy and entrance is not None and self.isVisible():
            entrance.setFocus()
        self._update_submit()

    def forget_error(self) -> None:
        """Take away what was said of this computer, which holds no longer."""
        if self._error is not None and self._field_of(self._error) is None:
            self._error = None
            self.general.show_text("")

    def is_untouched(self) -> bool:
        """Whether nobody types a token or signs in here."""
        return not self.token.text() and not self.submit.busy

    def set_busy(self, *, busy: bool) -> None:
        """Show that signing in began, or ended.

        The keyboard stays on the page meanwhile, so that Esc breaks it off; nobody who comes by
        reads the token.
        """
        self._row.show_busy(busy=busy)
        if busy:
            self.token.reveal.setChecked(False)
            self._typed_into = self.focusWidget()
            for part in (self.address, self.token, self.stay):
                hand_focus_over(part, self)
        for part in (self.address, self.token):
            part.setEnabled(not busy)
        self.stay.setEnabled(self._stay_possible and not busy)
        self._update_submit()

    def show_opening(self) -> None:
        """Let nothing be broken off, and drop the token: the doctor is in, and the pages come."""
        self.token.forget()
        self._row.offer_cancel(offered=False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Break off at Esc what is under way; sign in at Enter on the tick, as in the fields."""
        if event.key() == Qt.Key.Key_Escape and self.cancel.isVisible():
            self._cancel()
        elif event.key() in ENTER and self.stay.hasFocus():
            self._submit()
        else:
            super().keyPressEvent(event)

    def retranslate(self) -> None:
        """Set all texts in the current language."""
        self._title.setText(tr("sign_in.title"))
        self.intro.setText(tr("sign_in.intro"))
        self._address_row.title.setText(tr("sign_in.address"))
        self._token_row.title.setText(tr("sign_in.token"))
        self.address.set_name(tr("sign_in.address"), tr("sign_in.address_example"))
        self.token.set_name(tr("sign_in.token"))
        self.stay.setText(tr("sign_in.stay"))
        self._update_stay()
        self.show_left(self._left)
        self.footer.retranslate()
        self._update_token_hint()
        self._show_reach(*self._reach)
        if self._error is not None:
            self.show_error(self._error)
        elif self._was_cancelled:
            self.general.show_text(tr("sign_in.cancelled"), Ink.SECONDARY)
        self._update_submit()

    def _make_parts(self) -> None:
        self._title = Label(role=TextRole.HEADING, strong=True, wrap=True)
        self.intro = Label(ink=Ink.SECONDARY, wrap=True)
        self.address = Field(icon=Icon.SERVER)
        self.address.edit.setInputMethodHints(Qt.InputMethodHint.ImhUrlCharactersOnly)
        self.address.message.keep_room()  # it comes and goes while one is on the way to the token
        self.token = SecretField(icon=Icon.KEY)
        self._address_row, self._token_row = Titled(self.address), Titled(self.token)
        self.stay = CheckBox()
        self.stay_impossible = MessageLine()
        self.stay_impossible.setContentsMargins(0, SPACE.x1, 0, 0)
        self.general = MessageLine()
        self.drafts_line = MessageLine()
        for line in (self.general, self.drafts_line):
            line.setContentsMargins(0, 0, 0, SPACE.x3)
        self._row = SubmitRow()
        self.submit, self.cancel = self._row.submit, self._row.cancel

    def _arrange(self) -> None:
        arrange_card(
            self,
            (
                (Logo(), SPACE.x5),
                (self._title, SPACE.x1),
                (self.intro, SPACE.x6),
                (self._address_row, SPACE.x3),
                (self._token_row, SPACE.x4),
                (self.stay, 0),
                (self.stay_impossible, SPACE.x6),
                (self.general, 0),
                (self.drafts_line, 0),
                (self._row, 0),
            ),
            self.footer,
        )
        # The eye last, as on the lock page: a key meant for the tick or the button shows no token.
        form = (self.address.edit, self.token.edit, self.stay, self.submit, self.cancel)
        chain_in_tab_order((*form, self.token.reveal, self.footer.language))

    def _connect(self) -> None:
        self.address.edited.connect(self._on_address_edited)
        self.token.edited.connect(self._on_token_edited)
        for field in (self.address, self.token):
            field.submitted.connect(self._submit)
        self.submit.clicked.connect(self._submit)
        self.cancel.clicked.connect(self._cancel)
        self.stay.toggled.connect(self._update_token_hint)

    def _submit(self) -> None:
        """Ask for signing in, once both fields are filled in."""
        if self.submit.busy:
            return
        for field, name in ((self.token, "token"), (self.address, "address")):
            if not field.text().strip():
                self.show_error(InputError(name, "empty"))
                field.setFocus()
        if self.address.text().strip() and self.token.text().strip():
            self._begin_attempt()
            # Full-width letters of an input method that was left on are in no token.
            token = unicodedata.normalize("NFKC", self.token.text()).strip()
            self.submitted.emit(self.address.text().strip(), token, self.stay.isChecked())

    def _cancel(self) -> None:
        """Give the form back as it was filled in, and say so; what comes of it is nobody's."""
        self.cancelled.emit()
        self.set_busy(busy=False)
        self._was_cancelled = True
        self.general.show_text(tr("sign_in.cancelled"), Ink.SECONDARY)
        announcer.announce(self.general.text)
        restore_focus(self._typed_into, self.token)

    def _begin_attempt(self) -> None:
        """Take away what an earlier attempt showed: this one may fail elsewhere."""
        self._failed, self._was_cancelled, self._error = False, False, None
        self.general.show_text("")
        self._show_reach(*self._reach)
        self._update_token_hint()

    def _on_address_edited(self, text: str) -> None:
        self._error = None
        self.show_unchecked()
        self.address_edited.emit(text.strip())

    def _on_token_edited(self) -> None:
        self._failed, self._error = False, None
        self._update_token_hint()
        self._update_submit()

    def _show_reach(self, key: str, ink: Ink) -> None:
        self._reach = key, ink
        self.address.set_hint(tr(key) if key else "", ink)

    def _update_stay(self) -> None:
        """Show what ticking "stay signed in" means, or why it cannot be ticked."""
        why = "" if self._stay_possible else tr("sign_in.stay_impossible")
        self.stay.set_hint("" if why else tr("sign_in.stay_hint"))
        self.stay_impossible.show_text(why, Ink.WARNING)
        if why:
            self.stay.setAccessibleDescription(why)

    def _update_token_hint(self) -> None:
        if not self._failed:
            stays = self.stay.isEnabled() and self.stay.isChecked()
            place = "token_hint_code" if self._by_code else "token_hint"
            self.token.set_hint(tr(f"sign_in.{place}" if stays else "sign_in.token_hint_once"))

    def _update_submit(self) -> None:
        self._row.update_text(again=self._failed and not isinstance(self._error, InputError))

    def _field_of(self, error: BaseException) -> Field | None:
        return {"address": self.address, "token": self.token}.get(place_of(error))
