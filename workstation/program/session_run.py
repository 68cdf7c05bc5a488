"""One sign-in at work: from the opening of its data to its last task, with the window on it.

It ends by the doctor, by the server (a token that is none any more), by a policy that names another
server, by a disk that takes again what was in memory only, or with the program. However it ends,
also by a defect, the network and the disk are let go of.
"""

import asyncio
from typing import TYPE_CHECKING

from workstation.domain.errors import TokenRejected, WorkstationError
from workstation.domain.policy_errors import ServerChanged
from workstation.domain.unsaved import UnsavedWords
from workstation.program.doctor_accounts import DoctorAccounts, SignedInAccount
from workstation.program.leave_confirmation import LeaveConfirmation
from workstation.program.program_parts import ProgramParts
from workstation.program.session_lifecycle import gather_diagnostics, open_session
from workstation.program.storage_notices import show_storage_notices
from workstation.program.vault_switch import VaultSwitch
from workstation.services.profile import ProfileDraft
from workstation.session.desktop_notices import start_desktop_notices
from workstation.session.main_window import finish_at_rest, load_window, make_main_window
from workstation.session.session import UserSession, prepare_session
from workstation.session.session_end import SessionEnd, wait_for_first
from workstation.session.shutdown import run_shutdown_steps
from workstation.session.sign_in_parts import SignedInDoctor, Surroundings
from workstation.session.storage import Storage
from workstation.ui.kit import clipboard
from workstation.ui.kit.strings import error_text
from workstation.ui.shell.garbage_collection import freeze_built_objects
from workstation.ui.shell.running_program import RunningProgram

if TYPE_CHECKING:
    from workstation.ui.main_window.main_window import MainWindow


class SessionRun:
    """One sign-in at work, with its window.

    ``session`` and ``main_window`` are what the doctor works with, until they are closed.
    """

    def __init__(
        self,
        parts: ProgramParts,
        accounts: DoctorAccounts,
        leave_confirmation: LeaveConfirmation,
        vault_switch: VaultSwitch,
        entry: SignedInAccount,
    ) -> None:
        self._parts, self._accounts, self._entry = parts, accounts, entry
        self._leave_confirmation, self._vault_switch = leave_confirmation, vault_switch
        self.end = SessionEnd()
        self.session: UserSession | None = None
        self.main_window: MainWindow | None = None

    async def run(self) -> WorkstationError | None:
        """Work until the sign-in ends; why it ended, if not by the doctor or with the program.

        Raises ``StorageError`` where not even memory takes it; whatever else it raises is a defect.
        """
        if self._parts.is_other_server(self._entry):
            await self._entry.access.aclose()
            return ServerChanged()
        self.session = session = await self._open()
        self.on_settings_changed()  # while it was opened, perhaps
        running = asyncio.ensure_future(session.run())
        going_on = False
        try:
            going_on = await self._run_window(session, running)
        finally:
            await session.close()
            try:
                await running
            finally:
                held = self._parts.memory_only.holds(self._entry.account)
                if self.end.is_set():
                    await run_shutdown_steps(session.forget_token)
                await session.aclose(access=not going_on, vault=not held)
                self.main_window = self.session = None
                self._parts.audit.sign_out(self.end.code)
        return self.end.reason

    def on_settings_changed(self) -> None:
        """Apply changed settings, as far as that is possible while somebody works."""
        if self.session is not None:
            self.session.set_limits(self._parts.settings())
        if self.main_window is not None:
            self.main_window.show_settings()
        if self._parts.is_other_server(self._entry):
            self.end.end_because(ServerChanged())

    async def _open(self) -> UserSession:
        """Open the session of who comes in, connected to what ends it."""
        entry, parts = self._entry, self._parts
        chain = self._accounts.chain_of(entry)
        session = await open_session(entry, chain, parts.memory_only, self._prepare)
        parts.audit.sign_in(entry.member_id)
        session.token_rejected.subscribe(lambda _: self.end.end_because(TokenRejected()))
        session.messaging.upload_progress.subscribe(lambda _: parts.updates.note_transfer())
        session.unlock_code.changed.subscribe(
            lambda _: session.spawn(self._accounts.note_remembered(entry))
        )
        return session

    async def _prepare(self, entry: SignedInAccount, storage: Storage) -> UserSession:
        parts = self._parts
        doctor = SignedInDoctor(
            entry.member_id,
            entry.profile,
            parts.profile_drafts.setdefault(entry.account, ProfileDraft()),
            parts.unsaved_words.setdefault(entry.account, UnsavedWords()),
        )
        surroundings = Surroundings(parts.settings(), entry.folders, parts.clock, parts.audit)
        return await prepare_session(surroundings, entry.access, storage, doctor)

    async def _run_window(self, session: UserSession, running: "asyncio.Future[None]") -> bool:
        """Show the window until the sign-in ends; whether it goes on at once, in another vault."""
        await load_window()
        from workstation.program.screen_lock import ScreenLock  # noqa: PLC0415  loaded by then
        from workstation.ui.kit.layers.file_dialog import forget_folders  # noqa: PLC0415  likewise

        main_window = await self._make_main_window(session)
        notices = start_desktop_notices(
            self._parts.window, session, main_window, self._parts.settings
        )
        self.screen_lock = screen_lock = ScreenLock(
            self._parts.window, main_window, session, self._parts.settings, notices, self.end
        )
        await asyncio.sleep(0)
        self._show_main_window(session, main_window)
        if late := self._vault_switch.take_lock():
            screen_lock.lock(late)
        session.spawn(finish_at_rest(main_window, session), optional=True)
        switching = self._vault_switch.watch(self._entry.account, session.vault.damage)
        with freeze_built_objects():
            await self._wait_for_end(running, switching)
        self.hide_pages(is_switching=switching.is_set())
        await screen_lock.close()
        await self._parts.memory_only.stop()
        stays = not self.end.is_set() and not self._parts.closing.is_set()
        going_on = switching.is_set() and stays
        self._vault_switch.note_end(screen_lock.release, goes_on=going_on)
        main_window.close()
        notices.close()
        if not going_on:
            clipboard.take_back()  # or the next doctor pastes it to another patient
        if self.end.is_set():
            forget_folders()
        return going_on

    async def _wait_for_end(
        self, running: "asyncio.Future[None]", switching: asyncio.Event
    ) -> None:
        """Wait until something ends the sign-in, or another vault may take over.

        What is locked stays so: the window is made anew without the code, which opened the key.
        """
        while True:
            await wait_for_first(running, self.end, self._parts.closing, switching)
            ends = running.done() or self.end.is_set() or self._parts.closing.is_set()
            if ends or self._vault_switch.is_free:
                return
            self._vault_switch.wait_again(switching)

    def hide_pages(self, *, is_switching: bool = False) -> None:
        """Hide the pages, as what is typed from now on would be lost; a page says why.

        Those that come in a moment, once they are there: they are hidden by then.
        """
        from workstation.ui.shell.ending_page import (  # noqa: PLC0415  once, at the end
            Ending,
            EndingPage,
        )

        window = self._parts.window
        if self.main_window is None:
            return
        self.screen_lock.stop()
        if window.is_covered:
            return  # locked, and it stays so
        ending = Ending.DATABASE if is_switching else Ending.PROGRAM
        page = EndingPage(Ending.SIGN_IN if self.end.is_set() else ending)
        window.cover(page)
        page.setFocus()  # else its keys went on into what is hidden
        window.uncover_next_page()

    async def _make_main_window(self, session: UserSession) -> "MainWindow":
        """Make the window of the work queue, which nobody sees yet."""
        entry, parts = self._entry, self._parts
        keys = self._accounts.sign_in.keys
        parts.prepare_window()
        program = RunningProgram(
            lambda: parts.resolution,
            lambda: parts.updates.state,
            lambda: gather_diagnostics(parts.resolution, parts.folders, entry, keys),
        )
        window, data = parts.window, parts.folders.data
        main_window = await make_main_window(window, session, program, data)
        main_window.setting_picked.connect(self._pick_setting)
        self._leave_confirmation.follow(main_window, self.end)
        return main_window

    def _show_main_window(self, session: UserSession, main_window: "MainWindow") -> None:
        """Show it in place of the page before it."""
        from workstation.ui.main_window.unsaved_forms import (  # noqa: PLC0415  with its window
            offer_unsaved_forms,
        )

        self.main_window = main_window
        self._parts.show_page(main_window.frame)
        session.after_window.begin()
        not_remembered = self._entry.not_remembered
        show_storage_notices(main_window, session.storage, self._parts.memory_only, not_remembered)
        offer_unsaved_forms(main_window)

    def _pick_setting(self, key: str, value: object) -> None:
        """Apply and save what the doctor picked; where it is refused, the window says so.

        Nothing that Qt holds may lead to the window: it would stay for ever, with its patients.
        """
        if (main_window := self.main_window) is not None:
            main_window.scope.spawn(
                self._show_if_refused(main_window, self._parts.pick_setting(key, value))
            )

    async def _show_if_refused(
        self, main_window: "MainWindow", saved: "asyncio.Future[None]"
    ) -> None:
        try:
            await saved
        except WorkstationError as error:
            main_window.show_settings()
            main_window.frame.notify(str(error_text(error)))
