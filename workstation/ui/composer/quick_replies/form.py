"""One quick reply being written: group, title, text, and the variables that may stand in it."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from workstation.domain.quick_replies import LIMITS, QuickReply, clean, find_problem
from workstation.ui.kit.fields.field import Field
from workstation.ui.kit.fields.form import Titled
from workstation.ui.kit.fields.text_area import TextArea
from workstation.ui.kit.layers.menu import Menu
from workstation.ui.kit.page import hand_focus_over
from workstation.ui.kit.painting import Ink
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import SPACE, Icon, TextRole
from workstation.ui.kit.widgets.button import Button, ButtonKind
from workstation.ui.kit.widgets.icon_button import IconButton
from workstation.ui.kit.widgets.label import Label

VARIABLES = ("subject", "patient", "address")


class QuickForm(QWidget):
    """The form of one quick reply.

    ``saved`` gives what is to be saved; ``removed`` the id of one that is not wanted any more.
    ``reverted`` gives the id of one that is as it was again.

    One that cannot be saved stays as it is written, with the reasons at its fields.
    """

    saved = Signal(QuickReply)
    removed = Signal(int)
    reverted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._saved_reply = QuickReply("", "")
        self._sections: tuple[str, ...] = ()
        self.section = Field(large=False)
        self.sections = IconButton(Icon.DOWN)
        self.section.box.add(self.sections)
        self.title = Field(large=False)
        self.text = TextArea(limit=LIMITS.text)
        self.hint = Label(role=TextRole.CAPTION, ink=Ink.TERTIARY)
        self.variables = [Button() for _ in VARIABLES]
        self.remove = Button(kind=ButtonKind.QUIET, icon=Icon.TRASH)
        self.undo = Button()
        self.save = Button(kind=ButtonKind.FILLED)
        self._titled = {
            "section": Titled(self.section),
            "title": Titled(self.title),
            "text": Titled(self.text),
        }
        self._arrange()
        self._connect()
        self.retranslate()
        self.edit(self._saved_reply)

    @property
    def written(self) -> QuickReply:
        """The quick reply as it is written, as it would be kept."""
        section, title, text = self.section.text(), self.title.text(), self.text.text()
        return clean(QuickReply(title, text, section, self._saved_reply.reply_id))

    @property
    def can_be_saved(self) -> bool:
        """Whether nothing is wrong with what is written."""
        return find_problem(self.written) is None

    @property
    def changed(self) -> bool:
        """Whether anything is written that is not kept."""
        return self.written != self._saved_reply

    @property
    def is_written_in(self) -> bool:
        """Whether it is in sight, with anything that is not kept."""
        return self.isVisible() and self.changed

    def is_asked_to_save(self, reply: QuickReply) -> bool:
        """Whether this one was given to be saved, and no other is written since."""
        return self._saved_reply == reply

    def offer(self, sections: Sequence[str]) -> None:
        """Set the groups that are offered."""
        self._sections = tuple(name for name in sections if name)
        self.sections.setVisible(bool(self._sections))

    def edit(self, reply: QuickReply) -> None:
        """Write this quick reply; one without an id is new."""
        self._saved_reply = reply
        self._fill(reply)

    def restore_unsaved(self, reply: QuickReply, before: QuickReply) -> None:
        """Show a reply that could not be saved; ``before`` is the one that is stored."""
        self._saved_reply = before
        self._fill(reply)

    def confirm_saved(self, reply: QuickReply) -> None:
        """Note that what was written is saved as ``reply``; what was written since then stays."""
        current = self.written if self.changed else reply
        self._saved_reply = reply
        self._fill(replace(current, reply_id=reply.reply_id))

    def try_save(self) -> bool:
        """Save what is changed; whether it could be, or nothing was changed."""
        if not self.changed:
            return True
        reply = self.written
        if not self._check(reply):
            return False
        self._saved_reply = reply
        self._update_buttons()
        self.saved.emit(reply)
        return True

    def revert(self) -> None:
        """Give up what was changed."""
        self._fill(self._saved_reply)
        self.reverted.emit(self._saved_reply.reply_id)

    def retranslate(self) -> None:
        """Set all texts in the current language."""
        for name, titled in self._titled.items():
            titled.title.setText(tr(f"quick.field.{name}"))
        self.section.set_name(tr("quick.field.section"), tr("quick.example.section"))
        self.title.set_name(tr("quick.field.title"), tr("quick.example.title"))
        self.text.set_name(tr("quick.field.text"), tr("quick.example.text"))
        self.sections.set_name(tr("quick.sections"))
        self.hint.setText(tr("quick.insert"))
        for name, button in zip(VARIABLES, self.variables, strict=True):
            button.setText(tr(f"quick.variable.{name}"))
            button.setToolTip(tr(f"quick.meaning.{name}"))
            button.setAccessibleDescription(tr(f"quick.meaning.{name}"))
        self.remove.setText(tr("quick.remove"))
        self.undo.setText(tr("quick.revert"))
        self.save.setText(tr("quick.keep"))

    def _fill(self, reply: QuickReply) -> None:
        self.section.set_text(reply.section)
        self.title.set_text(reply.title)
        self.text.set_text(reply.text)
        self._update_buttons()

    def _check(self, reply: QuickReply) -> bool:
        """Say at the field what is wrong, the first thing of all; whether nothing is."""
        mistake = find_problem(reply)
        for name in ("section", "title", "text"):
            wrong = mistake is not None and mistake.field == name
            error = (
                tr(f"quick.problem.{mistake.reason}", limit=mistake.limit)
                if mistake and wrong
                else ""
            )
            getattr(self, name).set_error(error)
            if wrong:
                getattr(self, name).setFocus(Qt.FocusReason.OtherFocusReason)
        return mistake is None

    def _update_buttons(self) -> None:
        for part in (self.section, self.title, self.text):
            part.set_error("")
        self.remove.setVisible(self._saved_reply.reply_id != 0)
        if not self.changed:
            for button in (self.undo, self.save):
                hand_focus_over(button, self.text)
        self.undo.setVisible(self.changed)
        self.save.setEnabled(self.changed)

    def _on_edited(self, _text: str) -> None:
        self._update_buttons()
        if not self.changed:
            self.reverted.emit(self._saved_reply.reply_id)

    def _insert(self, number: int) -> None:
        self.text.edit.insertPlainText(tr(f"quick.variable.{VARIABLES[number]}"))
        self.text.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _offer_sections(self) -> None:
        menu = Menu(self.section)
        for name in self._sections:
            menu.add(name, partial(self._take_section, name))
        menu.open()
        menu.focus_item(0)

    def _take_section(self, name: str) -> None:
        self.section.set_text(name)
        self._update_buttons()

    def _connect(self) -> None:
        for part in (self.section, self.title, self.text):
            part.edited.connect(self._on_edited)
        self.section.submitted.connect(self.try_save)
        self.title.submitted.connect(self.try_save)
        self.sections.clicked.connect(self._offer_sections)
        for number, button in enumerate(self.variables):
            button.clicked.connect(partial(self._insert, number))
        self.remove.clicked.connect(lambda: self.removed.emit(self._saved_reply.reply_id))
        self.undo.clicked.connect(self.revert)
        self.save.clicked.connect(self.try_save)

    def _arrange(self) -> None:
        ways = QHBoxLayout()
        ways.setSpacing(SPACE.x2)
        ways.addWidget(self.hint)
        for button in self.variables:
            ways.addWidget(button)
        ways.addStretch(1)
        ends = QHBoxLayout()
        ends.setSpacing(SPACE.x2)
        ends.addWidget(self.remove)
        ends.addStretch(1)
        ends.addWidget(self.undo)
        ends.addWidget(self.save)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(4 * (SPACE.x1,)))
        column.setSpacing(SPACE.x3)
        names = QHBoxLayout()
        names.setSpacing(SPACE.x3)
        for name, share in (("section", 2), ("title", 3)):
            names.addWidget(self._titled[name], share, Qt.AlignmentFlag.AlignTop)
        column.addLayout(names)
        column.addWidget(self._titled["text"])
        column.addLayout(ways)
        column.addStretch(1)
        column.addLayout(ends)
