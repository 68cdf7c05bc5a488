"""A group of quick replies called otherwise."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from workstation.domain.quick_replies import LIMITS
from workstation.ui.kit.fields.field import Field
from workstation.ui.kit.fields.form import Titled
from workstation.ui.kit.painting import Ink
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import SPACE, TextRole
from workstation.ui.kit.widgets.button import Button, ButtonKind
from workstation.ui.kit.widgets.label import Label


class SectionForm(QWidget):
    """``renamed`` gives the name a group has and the one it shall have."""

    renamed = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = ""
        self.field = Field(large=False)
        self.hint = Label(role=TextRole.CAPTION, ink=Ink.TERTIARY, wrap=True)
        self.save = Button(kind=ButtonKind.FILLED)
        self._titled = Titled(self.field)
        self._arrange()
        self.field.edited.connect(lambda _: self._update_buttons())
        self.field.submitted.connect(self.try_save)
        self.save.clicked.connect(self.try_save)
        self.retranslate()

    @property
    def changed(self) -> bool:
        """Whether another name is written."""
        return " ".join(self.field.text().split()) != self._name

    def edit(self, name: str) -> None:
        """Write this group's name."""
        self._name = name
        self.revert()

    def try_save(self) -> bool:
        """Save what is changed; whether it could be, or nothing was changed."""
        if not self.changed:
            return True
        if len(self.field.text().strip()) > LIMITS.section:
            self.field.set_error(tr("quick.problem.too_long", limit=LIMITS.section))
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)
            return False
        before, self._name = self._name, " ".join(self.field.text().split())
        self._update_buttons()
        self.renamed.emit(before, self._name)
        return True

    def revert(self) -> None:
        """Give up what was changed."""
        self.field.set_text(self._name)
        self._update_buttons()

    def retranslate(self) -> None:
        """Say everything again in the language in force."""
        self._titled.title.setText(tr("quick.field.section"))
        self.field.set_name(tr("quick.field.section"), tr("quick.no_section"))
        self.hint.setText(tr("quick.section_hint"))
        self.save.setText(tr("quick.keep"))

    def _update_buttons(self) -> None:
        self.field.set_error("")
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
