"""From sign-in to sign-out, as often as the doctor wants, until the window is closed."""

import asyncio
import contextlib
import enum
import logging
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from workstation.base.heap_limits import return_free_pages
from workstation.base.installation import RESTART
from workstation.base.paths import Folders
from workstation.domain.errors import DiskFull, FolderNotWritable, WorkstationError
from workstation.domain.policy_errors import DemoNotStarted, PolicyUnusable
from workstation.program import demo
from workstation.program.credential_unlock import CredentialUnlock, first_account, open_account
from workstation.program.doctor_accounts import SignedInAccount
from workstation.program.key_unlock import KeyUnlock
from workstation.program.leave_confirmation import LeaveConfirmation
from workstation.program.program_parts import ProgramParts
from workstation.program.session_lifecycle import sign_out
from workstation.program.session_run import SessionRun
from workstation.program.sign_in_flow import SignInFlow
from workstation.program.vault_switch import VaultSwitch
from workstation.services.access import require_trust
from workstation.session.session import UserSession
from workstation.session.session_end import SessionEnd, run_unless
from workstation.settings.resolve import Resolution
from workstation.ui.shell import startup_minimised
from workstation.ui.shell.window import ShellWindow
from workstation.vault.keys.secret_store import SecretStore

if TYPE_CHECKING:
    from workstation.ui.main_window.main_window import MainWindow

logger = logging.getLogger(__name__)

EXPLAINED = (PolicyUnusable, DiskFull, FolderNotWritable, DemoNotStarted)
"""What ends a run with a sentence of its own; anything else that does is a defect."""


class Program:
    """One run: its parts, and one sign-in after the other.

    ``keys`` replaces this computer's keyring, ``demo_clinic`` is the folder of the embedded
    clinic that is to be started and signed in to. ``listen_failure`` is why a second start could
    not reach this one, for the log. ``on_closing`` is called once the window is closed for good:
    the end may take seconds, in which no second start must be told that the program is open.
    """

    def __init__(  # noqa: PLR0913 - what a run is given, once
        self,
        window: ShellWindow,
        folders: Folders,
        resolution: Resolution,
        *,
        demo_clinic: Path | None = None,
        keys: SecretStore | None = None,
        listen_failure: enum.Enum | None = None,
        on_closing: Callable[[], object] = lambda: None,
    ) -> None:
        self.current: SessionRun | None = None
        self.parts = parts = ProgramParts(
            window, folders, resolution, self._on_settings_changed, demo_clinic
        )
        self.leave_confirmation = LeaveConfirmation(
            window,
            parts.memory_only,
            parts.unsaved_words,
            parts.profile_drafts,
            lambda: self.main_window,
            self._hide_pages,
        )
        self.vault_switch = VaultSwitch(
            window,
            parts.memory_only,
            lambda: self.main_window,
            lambda: self.leave_confirmation.is_asking,
        )
        self._keys, self._listen_failure = keys, listen_failure
        self._on_closing = on_closing
        self._key_unlock = KeyUnlock(
            window, parts.show_page, parts.settings, parts.audit, asks=demo_clinic is None
        )
        self._flow: SignInFlow | None = None
        self._restart, self._end = False, SessionEnd()
        window.closing.connect(self.leave)
        self._keep_start()
        if resolution.settings.start_minimised and not window.isMinimized():
            window.showMinimized()  # the run before did not know of it

    @property
    def session(self) -> UserSession | None:
        """The session of who is signed in; ``None`` while nobody is."""
        return None if self.current is None else self.current.session

    @property
    def main_window(self) -> "MainWindow | None":
        """The window of who is signed in; ``None`` until it is made."""
        return None if self.current is None else self.current.main_window

    async def run(self) -> int:
        """Work until the window is closed; returns the exit status, or RESTART.

        Raises what is in ``EXPLAINED``; whatever else it raises is a defect, which is in the log.
        """
        async with contextlib.AsyncExitStack() as cleanup:
            try:
                flow = await self.parts.start(cleanup, self._keys, self._listen_failure)
                self._flow = flow
                await require_trust(self.parts.settings())
                entry = await self._first_account(flow, cleanup)
                await self._run_sessions(entry, flow)
            except EXPLAINED:
                raise
            except Exception:
                logger.exception("the program ends by a defect")
                raise
        return RESTART if self._restart else 0

    async def _first_account(
        self, flow: SignInFlow, cleanup: contextlib.AsyncExitStack
    ) -> SignedInAccount | None:
        """Let in who works first: the demo's doctor, who stayed signed in, or who signs in now."""
        parts = self.parts
        if parts.demo_clinic is not None:
            return await demo.sign_in_to_demo(
                parts.demo_clinic, parts.folders, flow.accounts, cleanup
            )
        unlock = CredentialUnlock(flow.accounts.sign_in.keys.keyring, parts.show_page)
        first = first_account(unlock, self._key_unlock, flow)
        return await run_unless(parts.closing, first)

    async def _run_sessions(self, entry: SignedInAccount | None, flow: SignInFlow) -> None:
        """Run the sessions of one doctor after the other, until the window is closed."""
        closing = self.parts.closing
        while entry is not None:
            entry = await open_account(entry, flow, self._key_unlock, closing)
            if entry is None:
                return
            why = await self._run_session(entry, flow)
            if closing.is_set():
                return
            if why is None and self.vault_switch.goes_on:
                continue
            entry = await self._next_account(entry, flow, why)

    async def _run_session(
        self, entry: SignedInAccount, flow: SignInFlow
    ) -> WorkstationError | None:
        """Run one sign-in; why it ended, if not by the doctor. A defect signs the doctor out."""
        self.current = current = SessionRun(
            self.parts, flow.accounts, self.leave_confirmation, self.vault_switch, entry
        )
        self._end = current.end
        try:
            return await current.run()
        except Exception:
            if current.end.is_set():
                await self._sign_out(entry, flow, current.end.reason)
            raise
        finally:
            self.current = None

    async def _next_account(
        self, entry: SignedInAccount, flow: SignInFlow, why: WorkstationError | None
    ) -> SignedInAccount | None:
        """Sign out; who signs in next on the page, which tells ``why``."""
        logger.info("signed out: %s", why)
        is_held = self.parts.memory_only.holds(entry.account)  # until the sign-out lets go of it
        why = await self._sign_out(entry, flow, why)
        self._key_unlock.forget(flow.accounts.chain_of(entry))
        asyncio.get_running_loop().run_in_executor(None, return_free_pages)
        left = self._end.data_left_behind(is_held=is_held)
        return await run_unless(self.parts.closing, flow.ask_by_page(why, left))

    async def _sign_out(
        self, entry: SignedInAccount, flow: SignInFlow, why: WorkstationError | None
    ) -> WorkstationError | None:
        """Forget what the sign-in leaves, all of it where the doctor wants that."""
        wiping = self.parts.wiping if self._end.wipes else None
        if self._end.wipes or self._end.discards:
            self.parts.profile_drafts.pop(entry.account, None)
            self.parts.unsaved_words.pop(entry.account, None)
        return await sign_out(entry, flow.accounts.sign_in, self.parts.memory_only, why, wiping)

    def leave(self, *, restart: bool = False) -> None:
        """Close the window, at once unless something would be lost; ``run`` tells which."""
        if self.parts.closing.is_set():  # the end may take seconds, and is asked for again
            return

        def close() -> None:
            self._restart = restart
            self.parts.closing.set()
            self._on_closing()

        def ask() -> None:
            self.leave_confirmation.ask(close)

        main_window = self.main_window
        if main_window is None or self.parts.window.is_covered:
            ask()
        else:
            main_window.confirm_leaving(ask)

    def _hide_pages(self) -> None:
        if self.current is not None:
            self.current.hide_pages()

    def _keep_start(self) -> None:
        """Save whether the next start is minimised: its window comes before its settings."""
        file = self.parts.folders.data / startup_minimised.FILE
        startup_minimised.save(file, chosen=self.parts.settings().start_minimised)

    def _on_settings_changed(self, by_policy: bool) -> None:  # noqa: FBT001 - a callback
        """Apply changed settings, as far as that is possible while somebody works."""
        self._keep_start()
        if self.current is not None:
            self.current.on_settings_changed()
        if by_policy:
            self.parts.updates.check_soon()
        if self._flow is not None:
            self._flow.on_settings_changed()
