"""The doctor's own page: read, saved, and left only with the doctor's word."""

import asyncio
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject

from workstation.base.task_scope import TaskScope
from workstation.domain.audit import AuditEvent
from workstation.domain.connection import Connection, Phase
from workstation.domain.errors import StorageError, TokenRejected, WorkstationError
from workstation.domain.profile import Profile
from workstation.services.profile import Conflict, Saved
from workstation.ui.kit.layers.snack_bar import SnackBar
from workstation.ui.kit.save_timer import SaveTimer
from workstation.ui.kit.strings import error_text, tr
from workstation.ui.media.doctor_photo import find_photo
from workstation.ui.media.thumbnail_loader import ThumbnailLoader
from workstation.ui.profile.page import ProfilePage
from workstation.ui.profile.preview import PreviewCard
from workstation.ui.profile.sections import carry_over, differing_fields
from workstation.ui.shell.signed_in import SignedIn


class ProfileWiring(QObject):
    """Reads and saves the profile; keeps what is unsaved with the session, past a rejected token.

    Soon after the first change that is not on the disk it is written there, as a reply is: nothing
    asks before a power failure.

    ``notify`` is called with what the doctor is to be told once.
    """

    def __init__(
        self,
        signed_in: SignedIn,
        page: ProfilePage,
        thumbnails: ThumbnailLoader,
        scope: TaskScope,
        *,
        notify: Callable[[str], SnackBar],
    ) -> None:
        super().__init__(page)
        self._signed_in, self._page, self._scope = signed_in, page, scope
        self._notify = notify
        self._saved_notice: SnackBar | None = None
        self._thumbnails = thumbnails
        page.preview.card_made.connect(self._show_portrait)
        self._is_read = False
        self._reading_back: asyncio.Task[None] | None = None
        self.saving = SaveTimer(self, self._write_draft, self._write_draft)
        page.save_asked.connect(self._on_save_asked)
        page.retry_asked.connect(self.load)
        page.edited.connect(self.keep_draft)
        page.edited.connect(self._end_saved_notice)
        page.discarded.connect(signed_in.account.profile.draft.forget)
        stop = signed_in.store.connections.subscribe(self._on_connection_changed)
        self.destroyed.connect(stop)
        self._show_known()
        self.load()

    def load(self) -> None:
        """Read the page now; what the doctor has changed meanwhile stays."""
        self._scope.spawn(self._load(), key="profile.load")

    def keep_draft(self) -> None:
        """Remember what is unsaved at this moment."""
        draft, editor = self._signed_in.account.profile.draft, self._page.editor
        if self._page.unsaved:
            draft.keep(editor.base, editor.profile())
            if not draft.is_stored:
                self.saving.save_soon()
        else:
            draft.forget()

    def _write_draft(self) -> None:
        """Write the draft to the disk; in a run that has none it is asked about at the end."""
        if self._signed_in.store.is_durable:
            self._signed_in.spawn(self._save_draft())

    async def _save_draft(self) -> None:
        try:
            await self._signed_in.save_profile_draft()
        except StorageError:  # the bar of the window says so
            self.saving.save_later()

    def confirm_leaving(self, proceed: Callable[[], None]) -> None:
        """Call ``proceed`` once nothing is unsaved, or the doctor gave it up."""
        self._page.leave(proceed)

    def close(self) -> None:
        """Take in what is still being typed: the sign-in is over."""
        self._page.editor.commit()
        self.keep_draft()

    def _show_portrait(self, card: PreviewCard) -> None:
        portrait, mine = card.avatar, self._signed_in.account.profile
        portrait.show_portrait(
            lambda size, ratio: find_photo(mine.page, self._thumbnails, size, ratio)
        )
        self._thumbnails.changed.connect(portrait.update)

    def _show_known(self) -> None:
        draft = self._signed_in.account.profile.draft
        profile = self._signed_in.account.profile.page
        if draft.base is not None:
            self._page.show_profile(draft.base, draft.edited)
            self._notify(tr("profile.merged" if draft.is_merged else "profile.restored"))
            draft.is_merged = False
        elif profile is not None:
            self._page.show_profile(profile)

    async def _load(self) -> None:
        first = not self._page.editor.base.member_id
        if first:
            self._page.show_loading()
        try:
            profile = await self._signed_in.account.profile.load()
        except WorkstationError as error:
            self._on_load_failed(error, first=first)
            return
        self._adopt(profile)
        if not self._page.unsaved:
            self._page.show_profile(profile)

    def _on_load_failed(self, error: WorkstationError, *, first: bool) -> None:
        if first:
            self._page.show_failed(error_text(error))
        else:
            self._notify(tr("profile.stale"))
        self._check_token(error)

    def _on_save_asked(self, base: Profile, edited: Profile) -> None:
        self._page.show_saving()
        self._scope.spawn(self._save(base, edited), key="profile.save")

    async def _save(self, base: Profile, edited: Profile) -> None:
        if self._reading_back is not None:  # or what the platform trimmed would be a conflict
            await asyncio.wait({self._reading_back})
            now = self._page.editor.base
            base, edited = now, carry_over(base, edited, now)
        try:
            outcome = await self._signed_in.account.profile.save(base, edited)
            if isinstance(outcome, Conflict) and not differing_fields(base, outcome.theirs):
                # Only what this page does not show is another one, such as the photo.
                edited = replace(edited, photo=outcome.theirs.photo)
                outcome = await self._signed_in.account.profile.save(outcome.theirs, edited)
        except WorkstationError as error:
            self._page.show_not_saved(error_text(error))
            self._check_token(error)
            return
        self._show_outcome(outcome, edited)

    def _show_outcome(self, outcome: Saved | Conflict, submitted: Profile) -> None:
        if isinstance(outcome, Conflict) and differing_fields(submitted, outcome.theirs):
            self._page.show_conflict(submitted, outcome.theirs)
            return
        now = outcome.theirs if isinstance(outcome, Conflict) else outcome.profile
        self._scope.cancel("profile.load")  # asked while it was saved: it may be older
        self._adopt(now)
        self._signed_in.account.audit.record(AuditEvent.PROFILE_CHANGED)
        self._saved_notice = notice = self._notify(tr("profile.saved"))
        notice.expired.connect(self._forget_saved_notice)
        self._page.show_saved(now, submitted)
        self.keep_draft()
        self._reading_back = self._scope.spawn(self._read_back(now), key="profile.read_back")

    def _end_saved_notice(self) -> None:
        """Patients do not see what is written from now on: beside it the notice would say so."""
        if self._saved_notice is not None:
            self._saved_notice.finish()

    def _forget_saved_notice(self) -> None:
        self._saved_notice = None

    async def _read_back(self, saved: Profile) -> None:
        """Take in what the platform trimmed.

        The page says before that it is saved: a slow answer leaves nothing unsaved.
        """
        now = await self._signed_in.account.profile.read_back(saved)
        if now != saved:
            self._adopt(now)
            self._page.editor.rebase(now, saved)
            self.keep_draft()

    def _adopt(self, profile: Profile) -> None:
        service = self._signed_in.account.profile
        before, service.page, self._is_read = service.page, profile, True
        if profile != before:
            service.learned.publish(profile)

    def _check_token(self, error: WorkstationError) -> None:
        if isinstance(error, TokenRejected):
            self.keep_draft()
            self._signed_in.token_rejected.publish(None)

    def _on_connection_changed(self, connection: Connection) -> None:
        """Read what could not be read: the network is back."""
        if connection.phase is Phase.ONLINE and not self._is_read:
            self.load()
