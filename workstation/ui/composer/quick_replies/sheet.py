"""The doctor's quick replies over the window: groups, order, each one's words, files of them."""

from collections.abc import Hashable, Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from workstation.domain.export import ExportChannel
from workstation.domain.quick_replies import QuickReply, by_section, in_sections
from workstation.ui.composer.quick_replies.form import QuickForm
from workstation.ui.composer.quick_replies.ordering import QuickList
from workstation.ui.composer.quick_replies.result_banner import ResultBanner
from workstation.ui.composer.quick_replies.rows import SectionEntry, section_key
from workstation.ui.composer.quick_replies.section import SectionForm
from workstation.ui.export.rules import export_rules
from workstation.ui.kit.fields.earlier_texts import is_undo
from workstation.ui.kit.layers.dialog import ModalLayer
from workstation.ui.kit.layers.sheet import row_of
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import SIZE, SPACE, Icon, TextRole, theme
from workstation.ui.kit.widgets.button import Button, ButtonKind
from workstation.ui.kit.widgets.icon_button import IconButton
from workstation.ui.kit.widgets.label import Label
from workstation.ui.kit.widgets.page_stack import PageStack
from workstation.ui.kit.widgets.panel import ScrollArea

HEIGHT = 600


class QuickSheet(ModalLayer):
    """The sheet of all quick replies.

    Emits the signals of its ``list`` and forms, ``import_asked``, ``export_asked``. What
    is changed in a form is kept when another quick reply is gone to, and when the sheet is closed;
    what cannot be kept holds both up. Esc first gives up what is changed.
    """

    import_asked = Signal()
    export_asked = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._replies: tuple[QuickReply, ...] = ()
        self._current_key: Hashable | None = None
        self._new = False
        self._card = QWidget(self)
        self.title = Label(role=TextRole.TITLE, strong=True)
        self.close_button = IconButton(Icon.X)
        self.list = QuickList()
        self.new = Button(kind=ButtonKind.LINK, icon=Icon.PLUS)
        theme.hold(self.new, QWidget.setMinimumHeight, SIZE.control_sm)
        self.form = QuickForm()
        self.section = SectionForm()
        self.result = ResultBanner()
        self.import_button = Button(icon=Icon.DOWNLOAD)
        self.export_button = Button(icon=Icon.DOC)
        self.done = Button()
        self._forms = PageStack()
        self._arrange()
        self._connect()
        theme.text_resized.connect(self._place)
        self.retranslate()

    def open(self) -> None:
        """Show it with the keyboard in the list, or where something unsaved is gone on with."""
        super().open()
        place = self.form.title if self._new else self.list
        if self._form() is self.section and self.section.changed:
            place = self.section.field
        place.setFocus(Qt.FocusReason.PopupFocusReason)

    def show_replies(self, replies: Sequence[QuickReply]) -> None:
        """Show the quick replies that there are now; what is being written stays."""
        gone = self._place_of(self._current_key) if isinstance(self._current_key, int) else None
        self._replies = in_sections(replies)
        self.list.show_replies(replies)
        self.form.offer(tuple(by_section(replies)))
        self._show_export()
        if self.list.entries.row(self._current_key) < 0 and not self._new:
            self._show_near(gone or 0)
        self.list.choose(self._current_key)

    def _show_export(self) -> None:
        denial = export_rules.denial(ExportChannel.FILE)
        self._hint.setText(denial or tr("quick.order_hint"))
        self.export_button.setToolTip("")
        export_rules.mark(self.export_button, ExportChannel.FILE, possible=bool(self._replies))

    def choose(self, reply_id: int) -> None:
        """Go to a quick reply, whatever is written."""
        reply = self._reply(reply_id)
        if reply is not None:
            self._current_key, self._new = reply_id, False
            self.list.choose(reply_id)
            self.form.edit(reply)
            self._forms.setCurrentWidget(self.form)

    @property
    def changed(self) -> bool:
        """Whether anything is written in the form in sight that is not kept."""
        return self._form().changed

    def is_writing(self, reply: QuickReply) -> bool:
        """Whether the form in sight is still about one that was given to be saved."""
        return self._form() is self.form and self.form.is_asked_to_save(reply)

    def confirm_saved(self, reply: QuickReply) -> None:
        """Note that what was new in the form is saved."""
        if self._new:
            self._current_key, self._new = reply.reply_id, False
            self.list.choose(reply.reply_id)
            self.form.confirm_saved(reply)

    def restore_unsaved(self, reply: QuickReply) -> None:
        """Show a reply that could not be saved in the form again, as it was written."""
        before = self._reply(reply.reply_id)
        self._current_key, self._new = (None if before is None else reply.reply_id), before is None
        self.list.choose(self._current_key)
        self.form.restore_unsaved(reply, before or QuickReply("", ""))
        self._forms.setCurrentWidget(self.form)

    def show_section(self, name: str, written: str | None = None) -> None:
        """Go to a group, with the name that it could not be given, if there is one."""
        self._current_key, self._new = section_key(name), False
        self.list.choose(self._current_key)
        self.section.restore_unsaved(name, name if written is None else written)
        self._forms.setCurrentWidget(self.section)

    def begin(self) -> None:
        """Write a new quick reply, in the group that is gone to."""
        self.begin_with("")

    def begin_with(self, text: str) -> None:
        """Write a new quick reply that says this, in the group that is gone to."""
        if not self._try_save():
            return
        entry = self.list.current_entry()
        section = entry.section if entry is not None else ""
        self._current_key, self._new = None, True
        self.list.choose(None)
        self.form.edit(QuickReply("", "", section))
        self.form.text.set_text(text)
        self._forms.setCurrentWidget(self.form)
        self.form.title.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_now(self) -> None:
        """Keep what is changed, and go."""
        if self._try_save():
            self.dismiss()

    def dismiss(self) -> None:
        """Close the sheet; the same one is opened again."""
        self.hide()
        self.result.show_result("")
        self.return_keyboard()

    def card(self) -> QRectF:
        return QRectF(self._card.geometry())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Give up at Esc what is changed, or close; begin a new one at Ctrl N, undo at Ctrl Z."""
        form = self._form()
        if event.key() == Qt.Key.Key_Escape:
            form.revert() if form.changed else self.dismiss()
        elif (
            event.key() == Qt.Key.Key_N and event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self.begin()
        elif is_undo(event):  # beside the list, as on the button that deleted
            self.list.undo_asked.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def retranslate(self) -> None:
        """Set all texts in the current language."""
        self.title.setText(tr("quick.title"))
        self.setAccessibleName(tr("quick.title"))
        self.list.setAccessibleName(tr("quick.title"))
        self.list.setAccessibleDescription(tr("quick.order_hint"))
        self.close_button.set_name(tr("quick.close"), "Esc")
        self.new.setText(tr("quick.new"))
        self.import_button.setText(tr("quick.import"))
        self.export_button.setText(tr("quick.export"))
        self.done.setText(tr("quick.done"))
        self.list.show_replies(self._replies)
        self._show_export()

    def _reply(self, reply_id: int) -> QuickReply | None:
        return next((reply for reply in self._replies if reply.reply_id == reply_id), None)

    def _form(self) -> QuickForm | SectionForm:
        widget = self._forms.currentWidget()
        return self.section if widget is self.section else self.form

    def _try_save(self) -> bool:
        return self._form().try_save()

    def _place_of(self, reply_id: int) -> int:
        return next((n for n, reply in enumerate(self._replies) if reply.reply_id == reply_id), 0)

    def _show_near(self, at: int) -> None:
        """Show what took the place of a deleted one, or an empty form."""
        if self._replies:
            self.choose(self._replies[min(at, len(self._replies) - 1)].reply_id)
        else:
            self._current_key, self._new = None, True
            self.form.edit(QuickReply("", ""))
            self._forms.setCurrentWidget(self.form)

    def _on_chosen(self, key: Hashable) -> None:
        if key == self._current_key:
            return
        if not self._try_save():
            self.list.choose(self._current_key)
            return
        entry = self.list.current_entry()
        if isinstance(entry, SectionEntry):
            self.show_section(entry.section)
        elif entry is not None:
            self.choose(entry.key)

    def _follow_section(self, _before: str, name: str) -> None:
        """Stay at a group that is renamed: its entry has another key then."""
        self._current_key = section_key(name)

    def _connect(self) -> None:
        self.list.chosen.connect(self._on_chosen)
        self.new.clicked.connect(self.begin)
        self.import_button.clicked.connect(self.import_asked)
        self.export_button.clicked.connect(self.export_asked)
        self.section.renamed.connect(self._follow_section)
        self.done.clicked.connect(self.close_now)
        self.close_button.clicked.connect(self.close_now)

    def _place(self) -> None:
        width = min(SIZE.form_field + 2 * SPACE.x6, self.width() - 2 * SPACE.x4)
        height = min(theme.scaled(HEIGHT), self.height() - 2 * SPACE.x4)
        left, top = (self.width() - width) // 2, (self.height() - height) // 2
        self._card.setGeometry(left, top, width, height)
        self.update()

    def _arrange(self) -> None:
        self._hint = Label(role=TextRole.CAPTION, elide=True)
        self._forms.addWidget(self.form)
        self._forms.addWidget(self.section)
        left = QVBoxLayout()
        left.setSpacing(SPACE.x2)
        left.addWidget(self.list, 1)
        left.addWidget(self.new, 0, Qt.AlignmentFlag.AlignLeft)
        middle = QHBoxLayout()
        middle.setSpacing(SPACE.x6)
        middle.addLayout(left, 2)
        middle.addWidget(ScrollArea(self._forms), 3)
        whole = QVBoxLayout(self._card)
        whole.setContentsMargins(SPACE.x6, SPACE.x4, SPACE.x6, SPACE.x4)
        whole.setSpacing(SPACE.x3)
        whole.addLayout(row_of(self.title, None, self.close_button))
        whole.addLayout(middle, 1)
        whole.addWidget(self.result)
        whole.addLayout(row_of(self.import_button, self.export_button, self._hint, None, self.done))
