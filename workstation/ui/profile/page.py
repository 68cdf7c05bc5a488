"""The doctor's own page: the form, what patients see of it, and how reading and saving stand."""

from collections.abc import Callable
from functools import cached_property

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from workstation.domain.profile import Profile
from workstation.services.profile import tidy
from workstation.ui.kit.actions import ACTIONS
from workstation.ui.kit.layers.dialog import Dialog
from workstation.ui.kit.layers.overlay import overlay_host
from workstation.ui.kit.page import Page, Width
from workstation.ui.kit.strings import ErrorText, tr
from workstation.ui.kit.theme import SIZE, SPACE, Icon, TextRole, theme
from workstation.ui.kit.widgets.empty_state import EmptyState
from workstation.ui.kit.widgets.label import Label
from workstation.ui.kit.widgets.loading_bar import LoadingBar
from workstation.ui.kit.widgets.page_stack import PageStack
from workstation.ui.kit.widgets.panel import Panel, ScrollArea, Surface
from workstation.ui.kit.widgets.segmented import Segmented
from workstation.ui.profile.conflict import ConflictView
from workstation.ui.profile.editor import ProfileEditor
from workstation.ui.profile.leaving import ask_before_leaving, open_saving_dialog
from workstation.ui.profile.preview import PreviewPane
from workstation.ui.profile.save_bar import SaveBar

EDIT, PREVIEW = "edit", "preview"


class ProfilePage(Page):
    """The page on which the doctor edits the profile.

    ``save_asked`` carries the server's copy that the edit began from, and the edited page.
    ``edited`` tells of every change by hand, ``discarded`` that all were given up, ``retry_asked``
    that the page is to be read again.
    """

    save_asked = Signal(object, object)
    edited = Signal()
    discarded = Signal()
    retry_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._proceed: Callable[[], None] | None = None
        self._dialog: Dialog | None = None
        self._failure: ErrorText | None = None
        self._single = False
        self._row = QHBoxLayout(self)
        self._left = Panel(Surface.PANEL, parent=self)
        self._stack = PageStack(self._left)
        self.editor, self.preview, self.bar = ProfileEditor(), PreviewPane(), SaveBar()
        self.loading = LoadingBar()
        self.tabs = Segmented([EDIT, PREVIEW])
        self._title = Label(role=TextRole.TITLE, strong=True)
        self._form = ScrollArea(self.editor, self._stack)
        self._arrange()
        self._connect()
        self.show_loading()
        self.retranslate()

    @cached_property
    def conflict(self) -> ConflictView:
        """The pane that shows both copies, made when they first differ."""
        view = ConflictView()
        view.returned.connect(self._return)
        view.picked.connect(lambda page: self.preview.show_profile(tidy(page)))
        view.decided.connect(self._on_decided)
        self._stack.addWidget(view)
        return view

    @cached_property
    def failed(self) -> EmptyState:
        """The words and button shown when the page could not be read, made then."""
        state = EmptyState(Icon.OFFLINE)
        self.retry = state.add_button(Icon.REFRESH)
        self.retry.setText(tr("profile.retry"))
        self.retry.clicked.connect(self.retry_asked)
        self._stack.addWidget(state)
        return state

    @property
    def unsaved(self) -> bool:
        """Whether anything unsaved would be lost."""
        return bool(self.editor.changed_sections())

    def show_loading(self) -> None:
        """Show that the page is being read, and nothing is known yet."""
        self.loading.start()
        self._stack.setCurrentWidget(self._blank)
        self._show_parts()

    def show_failed(self, error: ErrorText) -> None:
        """Show that the page could not be read, and nothing is known."""
        self.loading.stop()
        self._failure = error
        self.failed.show_text(tr("profile.failed"), str(error), code=error.code)
        self._stack.setCurrentWidget(self.failed)
        self._show_parts()

    def show_profile(self, base: Profile, edited: Profile | None = None) -> None:
        """Show the server's copy, and what the doctor made of it before."""
        self.loading.stop()
        self.editor.show_profile(base, edited or base)
        self._return()

    def show_saving(self) -> None:
        """Show that saving is under way; writing goes on."""
        self.bar.show_problem("")
        self.bar.show_busy(busy=True)
        if self._choosing:
            self.conflict.show_busy(busy=True)

    def show_saved(self, base: Profile, submitted: Profile) -> None:
        """Show that the server has ``base``; what is newer than ``submitted`` is still unsaved."""
        self.bar.show_busy(busy=False)
        self.editor.rebase(base, submitted)
        self._return()
        proceed, self._proceed = self._proceed, None
        self._end_wait()
        if proceed is not None:
            self.leave(proceed)

    def show_not_saved(self, error: ErrorText) -> None:
        """Show that nothing was saved, and nothing is lost."""
        self._stay()
        server_text = tr("profile.said", said=error.server_text) if error.server_text else ""
        self.bar.show_problem(f"{error}{server_text}")
        if self._choosing:
            self._return()

    def show_conflict(self, mine: Profile, theirs: Profile) -> None:
        """Let the doctor choose: the server's copy is another one now."""
        self._stay()
        self.conflict.show_copies(self.editor.base, mine, theirs)
        self._stack.setCurrentWidget(self.conflict)
        self._show_parts()

    def save(self) -> None:
        """Ask for saving, unless something must be put right first."""
        if self._dialog is not None or self.bar.saving.busy or not self._writing:
            return
        if not self.editor.commit() or self.editor.first_problem():
            self._proceed = None
            self._show_tab(EDIT)
            self._form.ensureWidgetVisible(self.editor.focusWidget(), 0, SIZE.header)
            self.bar.show_problem(tr("profile.put_right"))
        elif self.unsaved:
            self.save_asked.emit(self.editor.base, tidy(self.editor.profile()))

    def discard(self) -> None:
        """Give up all changes."""
        self.editor.abandon()
        self.bar.show_problem("")
        self._return()
        self.discarded.emit()

    def leave(self, proceed: Callable[[], None]) -> None:
        """Leave; ask first while something is unsaved, and wait for it if that is being saved."""
        refused = not self.editor.commit()
        if not (self.unsaved or refused):
            proceed()
            return
        self._proceed = proceed
        if self._dialog is None:
            self._dialog = (
                open_saving_dialog(overlay_host(self))
                if self.bar.saving.busy
                else ask_before_leaving(overlay_host(self), self.editor.changed_sections())
            )
            self._dialog.answered.connect(self._on_answered)

    def fit(self, width: Width, *, short: bool) -> None:  # noqa: ARG002
        """Make the preview a tab in one pane; put titles above fields where there is no room."""
        self._single = width is Width.SINGLE
        self.editor.set_stacked(stacked=width is Width.COMPACT)
        self.preview.set_alone(alone=self._single)
        if self._stack.currentWidget() is self.preview:
            self._show_tab(EDIT)
        if self._single:
            self._stack.addWidget(self.preview)
        else:
            self._stack.removeWidget(self.preview)
            self._row.addWidget(self.preview)
        self._show_parts()

    def panes(self) -> list[QWidget]:
        """The form, or what stands in its place, and the save bar."""
        return [self._stack, self.bar]

    def retranslate(self) -> None:
        """Set all texts in the current language."""
        self._title.setText(tr("profile.title"))
        self.tabs.set_texts(tr("profile.title"), [tr("profile.edit"), tr("profile.preview_tab")])
        if self._failure is not None:
            self.retry.setText(tr("profile.retry"))
            self.failed.show_text(tr("profile.failed"), str(self._failure), code=self._failure.code)

    @property
    def _writing(self) -> bool:
        return self._stack.currentWidget() in {self._form, self.preview}

    @property
    def _choosing(self) -> bool:
        return isinstance(self._stack.currentWidget(), ConflictView)

    def _on_answered(self, answer: str) -> None:
        self._dialog = None
        proceed = self._proceed
        if answer == "save":
            self.save()
        elif answer == "discard":
            self._proceed = None
            self.discard()
            if proceed is not None:
                proceed()
        else:
            self._proceed = None

    def _on_decided(self, theirs: Profile, merged: Profile) -> None:
        """Take the choice as the doctor's edit of the server's new copy, and save it."""
        self.editor.show_profile(theirs, merged)
        self._on_changed()
        self.save_asked.emit(theirs, tidy(merged))

    def _stay(self) -> None:
        """Stay on the page: saving ended without success."""
        self._proceed = None
        self._end_wait()
        self.bar.show_busy(busy=False)
        if self._choosing:
            self.conflict.show_busy(busy=False)

    def _end_wait(self) -> None:
        if self._dialog is not None:
            self._dialog.answer(self._dialog.cancel_name)

    def _on_changed(self) -> None:
        self.bar.show_problem("")
        self._show_state()
        self.edited.emit()

    def _show_state(self) -> None:
        sections = self.editor.changed_sections()
        self.bar.show_changed(sections)
        self.preview.show_unsaved(unsaved=bool(sections))
        self.preview.show_profile(tidy(self.editor.profile()))

    def _return(self) -> None:
        """Go back to the form."""
        self._show_tab(EDIT)
        self._show_state()
        self._show_parts()

    def _show_tab(self, tab: str) -> None:
        self.tabs.set_value(tab)
        self._stack.setCurrentWidget(self.preview if tab == PREVIEW else self._form)

    def _show_parts(self) -> None:
        self.bar.setVisible(self._writing)
        self.tabs.setVisible(self._single and self._writing)
        if not self._single:
            self.preview.setVisible(self._writing or self._choosing)

    def _connect(self) -> None:
        self.editor.edited.connect(self._on_changed)
        self.bar.save.connect(self.save)
        self.bar.discard.connect(self.discard)
        self.tabs.picked.connect(self._show_tab)
        for keys in ACTIONS["save"].keys:
            QShortcut(QKeySequence(keys), self).activated.connect(self.save)

    def _arrange(self) -> None:
        self._blank = Panel(Surface.PANEL)
        theme.hold(self._title, QWidget.setFixedHeight, SIZE.header)
        for widget in (self._form, self._blank):
            self._stack.addWidget(widget)
        head = QHBoxLayout()
        head.setContentsMargins(SPACE.x8, 0, SPACE.x8, 0)
        head.addWidget(self._title, 1)
        head.addWidget(self.tabs, 0, Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout(self._left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._stack, 1)
        column.addWidget(self.loading)
        column.addWidget(self.bar)
        self.set_foot(self.bar, column)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._row.addWidget(self._left, 1)
        self._row.addWidget(self.preview)
