"""Quick replies wired: the menu over the composer, what is picked filled in and inserted."""

import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from workstation.domain.consultation import Consultation
from workstation.domain.errors import InputError, StorageError
from workstation.domain.quick_replies import (
    QuickReply,
    VariableWords,
    can_be_section,
    fill_variables,
    find_problem,
)
from workstation.ui.composer.composer_context import ComposerContext
from workstation.ui.composer.quick_replies.menu import QuickMenu
from workstation.ui.kit.layers.overlay import overlay_host
from workstation.ui.kit.strings import error_text, language, tr

if TYPE_CHECKING:
    from workstation.ui.composer.quick_replies.sheet import QuickSheet
    from workstation.ui.composer.quick_replies.sheet_wiring import QuickSheetWiring


class QuickReplyWiring(QObject):
    """Puts quick replies into the text for the open consultation; sends nothing."""

    def __init__(self, context: ComposerContext) -> None:
        signed_in, composer = context.signed_in, context.composer
        super().__init__(composer)
        self._replies, self._composer = signed_in.messaging.quick_replies, composer
        self._record = signed_in.account.audit.record
        self._signed_in, self._scope, self._reply = signed_in, context.scope, context.reply
        self._sheet: QuickSheet | None = None
        self._sheet_wiring: QuickSheetWiring | None = None
        composer.quick_asked.connect(self.open_menu)
        self._save_held()  # by a sign-in before this one

    def prepare(self) -> None:
        """Load the quick replies before they are asked for."""
        if not self._replies.is_loaded:
            self._scope.spawn(self._load(lambda: None), key="quick replies")

    def keep(self) -> None:
        """Save what is written in the sheet, and what was refused before: the doctor goes away.

        What cannot be kept as it is stays unsaved. The session goes on with it, as the window's
        own work may end at once.
        """
        if self._sheet_wiring is not None:
            self._sheet_wiring.keep()
        self._save_held()

    def _save_held(self) -> None:
        for reply in tuple(self._replies.unsaved.values()):
            if find_problem(reply) is None:
                self._signed_in.spawn(_try(self._replies.save(reply)))
        for name, new in tuple(self._replies.unsaved_sections.items()):
            if can_be_section(new):
                self._signed_in.spawn(_try(self._replies.rename_section(name, new)))

    def open_menu(self) -> None:
        """Open the menu; at once where the replies are loaded, so that no key goes elsewhere."""
        self._call_when_loaded(self._if_still_open(self._open_menu))

    def manage(self, *, new: str | None = None) -> None:
        """Open the sheet; with ``new`` for a new quick reply that says this."""
        self._call_when_loaded(lambda: self._manage(new))

    def _call_when_loaded(self, then: Callable[[], None]) -> None:
        if self._replies.is_loaded:
            then()
        else:
            self._scope.spawn(self._load(then), key="quick replies")

    async def _load(self, then: Callable[[], None]) -> None:
        try:
            await self._replies.load(language().value)
        except StorageError as error:
            self._composer.show_error(str(error_text(error)))
        else:
            then()

    def _open_menu(self, consultation: Consultation) -> None:
        """Open the menu with names filled in: what is read there is what will be written."""
        replies = [
            replace(reply, text=_filled(reply, consultation)) for reply in self._replies.replies
        ]
        menu = QuickMenu(self._composer.box, partial(self._replies.look_up, replies=replies))
        menu.picked.connect(self.insert)
        menu.slashed.connect(self._composer.insert)
        menu.new_asked.connect(lambda: self.manage(new=self._composer.text))
        menu.manage_asked.connect(self.manage)
        menu.show_above()

    def insert(self, reply_id: int) -> None:
        """Put a quick reply into the text of the open consultation, with its names filled in."""
        consultation = self._reply.consultation
        reply = next(
            (candidate for candidate in self._replies.replies if candidate.reply_id == reply_id),
            None,
        )
        if consultation is not None and reply is not None:
            self._insert(reply, consultation)

    def _insert(self, reply: QuickReply, consultation: Consultation) -> None:
        self._composer.insert(_filled(reply, consultation))

    def insert_titled(self, title: str) -> None:
        """Put the reply of that title into the text; the doctor may have changed or renamed it."""

        def find(consultation: Consultation) -> None:
            work = self._find_and_insert(title, consultation)
            self._scope.spawn(work, key="quick reply by title")

        self._call_when_loaded(self._if_still_open(find))

    async def _find_and_insert(self, title: str, consultation: Consultation) -> None:
        reply = await self._replies.titled(title, language().value)
        if reply is not None and self._reply.is_open(consultation.consultation_id):
            self._insert(reply, consultation)

    def _if_still_open(self, act: Callable[[Consultation], None]) -> Callable[[], None]:
        """The work for the patient open now; it does nothing if another is open by then."""
        consultation = self._reply.consultation

        def act_if_open() -> None:
            if consultation is not None and self._reply.is_open(consultation.consultation_id):
                act(consultation)

        return act_if_open

    def _manage(self, new: str | None) -> None:
        sheet = self._sheet or self._make_sheet()
        sheet.open()
        if new is not None:
            sheet.begin_with(new.strip())

    def _make_sheet(self) -> "QuickSheet":
        """Make the sheet, whose nine modules are loaded only then: most open it on no day."""
        from workstation.ui.composer.quick_replies.sheet import QuickSheet
        from workstation.ui.composer.quick_replies.sheet_wiring import QuickSheetWiring

        self._sheet = sheet = QuickSheet(overlay_host(self._composer))
        self._composer.destroyed.connect(sheet.deleteLater)
        self._sheet_wiring = QuickSheetWiring(
            self._replies, sheet, self._scope, self._composer.show_error, self._record
        )
        self._sheet_wiring.restore_unsaved()
        return sheet


async def _try(work: Awaitable[None]) -> None:
    """Wait for a save; what it refuses stays unsaved."""
    with contextlib.suppress(InputError, StorageError):
        await work


def _filled(reply: QuickReply, consultation: Consultation) -> str:
    words = VariableWords(you=tr("quick.you"), unnamed=tr("quick.unnamed"))
    return fill_variables(reply.text, consultation, words)
