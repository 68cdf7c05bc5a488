"""A group of quick replies called otherwise."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from workstation.domain.quick_replies import LIMITS, can_be_section
from workstation.ui.kit.fields.field import Field
from workstation.ui.kit.fields.form import Titled
from workstation.ui.kit.page import hand_focus_over
from workstation.ui.kit.painting import Ink
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import SPACE, TextRole
from workstation.ui.kit.widgets.button import Button, ButtonKind
from workstation.ui.kit.widgets.label import Label


class SectionForm(QWidget):
    """The form that renames a group.

    ``renamed`` gives the name a group has and the one it shall have. ``reverted`` gives the name of
    one that is as it was again.
    """

    renamed = Signal(str, str)
    reverted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = ""
        self.field = Field(large=False)
        self.hint = Label(role=TextRole.CAPTION, ink=Ink.TERTIARY, wrap=True)
        self.save = Button(kind=ButtonKind.FILLED)
        self._titled = Titled(self.field)
        self._arrange()
        self.field.edited.connect(self._on_edited)
        self.field.submitted.connect(self.try_save)
        self.save.clicked.connect(self.try_save)
        self.retranslate()

    @property
    def name(self) -> str:
        """What the group is called until the name that is written is saved."""
        return self._name

    @property
    def written(self) -> str:
        """The name that is written, as it would be kept."""
        return " ".join(self.field.text().split())

    @property
    def can_be_saved(self) -> bool:
        """Whether a group may be called so."""
        return can_be_section(self.written)

    @property
    def changed(self) -> bool:
        """Whether another name is written."""
        return self.written != self._name

    def edit(self, name: str) -> None:
        """Write this group's name."""
        self.restore_unsaved(name, name)

    def restore_unsaved(self, name: str, written: str) -> None:
        """Show a group with the name that it could not be given yet."""
        self._name = name
        self.field.set_text(written)
        self._update_buttons()

    def try_save(self) -> bool:
        """Save what is changed; whether it could be, or nothing was changed."""
        if not self.changed:
            return True
        if not self.can_be_saved:
            self.field.set_error(tr("quick.problem.too_long", limit=LIMITS.section))
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)
            return False
        before, self._name = self._name, self.written
        self._update_buttons()
        self.renamed.emit(before, self._name)
        return True

    def revert(self) -> None:
        """Give up what was changed."""
        self.edit(self._name)
        self.reverted.emit(self._name)

    def retranslate(self) -> None:
        """Set all texts in the current language."""
        self._titled.title.setText(tr("quick.field.section"))
        self.field.set_name(tr("quick.field.section"), tr("quick.no_section"))
        self.hint.setText(tr("quick.section_hint"))
        self.save.setText(tr("quick.keep"))

    def _on_edited(self, _text: str) -> None:
        self._update_buttons()
        if not self.changed:
            self.reverted.emit(self._name)

    def _update_buttons(self) -> None:
        self.field.set_error("")
        if not self.changed:
            hand_focus_over(self.save, self.field)
        self.save.setEnabled(self.changed)

    def _arrange(self) -> None:
        ends = QHBoxLayout()
        ends.addStretch(1)
        ends.addWidget(self.save)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(4 * (SPACE.x1,)))
        column.setSpacing(SPACE.x3)
        column.addWidget(self._titled)
        column.addWidget(self.hint)
        column.addStretch(1)
        column.addLayout(ends)
