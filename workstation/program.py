"""From sign-in to sign-out, as often as the doctor wants, until the window is closed."""

import asyncio
import contextlib
import enum
import logging
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from workstation import demo
from workstation.clock import ServerClock, SystemClock
from workstation.credential_unlock import CredentialUnlock, first_account, open_account
from workstation.decoder.process import stop_all
from workstation.domain.errors import TokenRejected, WorkstationError
from workstation.domain.policy_errors import ServerChanged
from workstation.installation import RESTART
from workstation.key_unlock import KeyUnlock
from workstation.leave_confirmation import LeaveConfirmation
from workstation.paths import Folders
from workstation.screen_lock import ScreenLock
from workstation.services.access import require_trust
from workstation.services.audit import AuditTrail
from workstation.services.profile import ProfileDraft
from workstation.services.sign_in import SignIn
from workstation.services.updates import Updates
from workstation.session.desktop_notices import start_desktop_notices
from workstation.session.main_window import make_main_window, show_icon_and_problems, watch_network
from workstation.session.memory_only import MemoryOnlyVaults
from workstation.session.session import UserSession, prepare_session
from workstation.session.session_end import SessionEnd, run_unless, wait_for_first
from workstation.session.storage import Storage
from workstation.session_lifecycle import gather_papers, open_session, sign_out
from workstation.settings.resolve import Resolution
from workstation.settings_reload import SettingsReload
from workstation.sign_in_flow import SignedInAccount, SignInFlow
from workstation.storage_notices import show_storage_notices
from workstation.support import session_log
from workstation.ui.kit.strings import error_text
from workstation.ui.shell.garbage_collection import GarbageCollection, freeze_built_objects
from workstation.ui.shell.window import PageWidget, ShellWindow
from workstation.ui.support.qt_probes import qt_facts
from workstation.vault.keys.key_chains import KeyChains, key_rules
from workstation.vault.keys.secret_store import SecretStore
from workstation.vault.keys.system_keyring import open_system_keyring

if TYPE_CHECKING:
    from workstation.ui.main_window.main_window import MainWindow

logger = logging.getLogger(__name__)


class Program:
    """Owns the window, the settings and the sign-ins of one run.

    ``keys`` replaces this computer's keyring, ``demo_clinic`` is the folder of the embedded
    clinic that is to be started and signed in to.
    """

    def __init__(
        self,
        window: ShellWindow,
        folders: Folders,
        resolution: Resolution,
        *,
        demo_clinic: Path | None = None,
        keys: SecretStore | None = None,
    ) -> None:
        self.window, self.folders = window, folders
        self._clock = ServerClock(SystemClock())
        self._audit = AuditTrail(folders, self._clock, lambda: self.resolution.settings)
        record = self._audit.record
        self._settings_reload = SettingsReload(folders, resolution, self._settings_changed, record)
        current = self._settings_reload.current
        self.updates = Updates(current, folders.cache, SystemClock())
        self.updates.feed.subscribe(lambda _state: self._settings_changed(by_policy=False))
        self.session: UserSession | None = None
        self.desk: MainWindow | None = None
        self._entry: SignedInAccount | None = None
        self._sign_in_flow: SignInFlow | None = None
        self._demo_clinic, self._keys, asks = demo_clinic, keys, demo_clinic is None
        self._key_unlock = KeyUnlock(window, self._show_page, current, self._audit, asks=asks)
        self._session_end, self._closing = SessionEnd(), asyncio.Event()
        self._profile_drafts: dict[str, ProfileDraft] = {}
        self.listen_failure: enum.Enum | None = None
        self.memory_only = MemoryOnlyVaults()
        self.leave_confirmation = LeaveConfirmation(window, self.memory_only, lambda: self.desk)
        self._icon_shown = self._restart = False
        window.closing.connect(self.leave)

    @property
    def resolution(self) -> Resolution:
        """The settings in force."""
        return self._settings_reload.resolution

    async def run(self) -> int:
        """Work until the window is closed; the exit status, or RESTART.

        Raises ``ConfigurationError`` where the demo's clinic does not start or the policy's CA file
        cannot be read; whatever else it raises is a defect.
        """
        async with contextlib.AsyncExitStack() as cleanup:
            cleanup.callback(self.window.end)
            handler = await asyncio.to_thread(
                session_log.start, self.folders, self.resolution, qt_facts(), self.listen_failure
            )
            cleanup.callback(session_log.stop, handler)
            cleanup.callback(stop_all)
            cleanup.callback(GarbageCollection(self.window).stop)
            cleanup.push_async_callback(self.memory_only.close)
            watch_network(self.window, lambda: self.session if self.desk is not None else None)
            keyring = self._keys or await open_system_keyring()
            auditing = asyncio.ensure_future(self._audit.run(keyring))
            cleanup.push_async_callback(self._audit.close, auditing)
            current = self._settings_reload.current
            keys = self._chains = KeyChains(keyring, lambda: key_rules(current()))
            sign_in = SignIn(current, self.folders, keys, self._clock, self._clock.observe)
            self._sign_in_flow = sign_in_flow = SignInFlow(
                sign_in, lambda: self.resolution, self._show_page, self.save_setting
            )
            self.window.activated.connect(self._settings_reload.request)
            for lasting in (self._settings_reload.watch(), self.updates.run()):
                task = asyncio.ensure_future(lasting)
                cleanup.push_async_callback(asyncio.wait, [task])
                cleanup.callback(task.cancel)
            try:
                await require_trust(self.resolution.settings)
                entry = await self._first_account(sign_in_flow, cleanup)
                await self._run_sessions(entry, sign_in_flow)
            except WorkstationError:
                raise
            except Exception:
                logger.exception("the program ends by a defect")
                raise
        return RESTART if self._restart else 0

    async def _run_sessions(self, entry: SignedInAccount | None, flow: SignInFlow) -> None:
        """One doctor after the other, until the window is closed."""
        while entry is not None:
            entry = await open_account(entry, flow, self._key_unlock, self._closing)
            if entry is None:
                break
            try:
                why = await self._run_session(entry, flow)
            except Exception:
                if self._session_end.is_set():
                    await sign_out(entry, flow.sign_in, self.memory_only, self._session_end.reason)
                raise
            if self._closing.is_set():
                break
            if self.memory_only.continues_on_disk and why is None:
                continue
            logger.info("signed out: %s", why)
            why = await sign_out(entry, flow.sign_in, self.memory_only, why)
            self._key_unlock.forget(flow.chain_of(entry))
            page = flow.ask_by_page(why, words_kept=not self.memory_only.holds(entry.account))
            entry = await run_unless(self._closing, page)

    def leave(self, *, restart: bool = False) -> None:
        """Close the window, at once unless something would be lost; ``run`` tells which."""

        def close() -> None:
            self._restart = restart
            self._closing.set()

        def ask() -> None:
            self.leave_confirmation.ask(close)

        ask() if self.desk is None or self.window.is_covered else self.desk.may_leave(ask)

    def save_setting(self, key: str, value: object) -> WorkstationError | None:
        """Save a setting that the doctor picked; the error, which a signed-in doctor is told."""
        error = self._settings_reload.save(key, value)
        if error is not None and self.desk is not None:
            self.desk.show_settings()
            self.desk.frame.notify(str(error_text(error)))
        return error

    def _settings_changed(self, by_policy: bool) -> None:  # noqa: FBT001 - a callback
        """Follow them, as far as that is possible while somebody works."""
        if self.session is not None:
            self.session.set_limits(self.resolution.settings)
        if self.desk is not None:
            self.desk.show_settings()
        if by_policy:
            self.updates.look_again()
        if self._sign_in_flow is not None:
            self._sign_in_flow.settings_changed()
        if self._entry is not None and self._is_other_server(self._entry):
            self._session_end.end_because(ServerChanged())

    def _is_other_server(self, entry: SignedInAccount) -> bool:
        """Whether an entry leads to another server than the administrator's; the demo's may."""
        return self._demo_clinic is None and self.resolution.server not in {None, entry.base}

    async def _first_account(
        self, flow: SignInFlow, cleanup: contextlib.AsyncExitStack
    ) -> SignedInAccount | None:
        """Who works first: the demo's doctor, who stayed signed in, or who signs in now."""
        if self._demo_clinic is not None:
            return await demo.sign_in_to_demo(self._demo_clinic, self.folders, flow, cleanup)
        unlock = CredentialUnlock(self._chains.keyring, self._show_page)
        first = first_account(unlock, self._key_unlock, flow)
        return await run_unless(self._closing, first)

    async def _run_session(
        self, entry: SignedInAccount, flow: SignInFlow
    ) -> WorkstationError | None:
        """One sign-in from its first page to its last task; why it ended, if not by the doctor."""
        if self._is_other_server(entry):
            await entry.access.aclose()
            return ServerChanged()
        self._session_end = session_end = SessionEnd()
        opening = open_session(entry, flow.chain_of(entry), self.memory_only, self._session_of)
        self.session = session = await opening
        self._entry = entry
        self._audit.sign_in(entry.member_id)
        if self._is_other_server(entry):  # the policy changed while it was opened
            session_end.end_because(ServerChanged())
        session.token_rejected.subscribe(lambda _: session_end.end_because(TokenRejected()))
        session.messaging.upload_progress.subscribe(lambda _: self.updates.note_transfer())
        running = asyncio.ensure_future(session.run())
        going_on = False
        try:
            going_on = await self._run_window(entry, flow, session, running)
        finally:
            # Whatever ends it: the network and the disk are let go of.
            await session.close()
            try:
                await running
            finally:
                held = self.memory_only.holds(entry.account)
                await session.aclose(access=not going_on, vault=not held)
                self.desk = self.session = self._entry = None
                self._audit.sign_out(session_end.code)
        return session_end.reason

    async def _run_window(
        self,
        entry: SignedInAccount,
        flow: SignInFlow,
        session: UserSession,
        running: "asyncio.Future[None]",
    ) -> bool:
        """The window of one sign-in, until it ends; whether it goes on at once, on the disk."""
        session_end = self._session_end
        # What the window is made of, in a thread: network and window go on meanwhile.
        await asyncio.to_thread(import_module, "workstation.ui.main_window.main_window")
        flow.follow_code(entry, session.unlock_code.changed, session.spawn)
        self.desk = desk = self._show_desk(session, entry)
        current = self._settings_reload.current
        notices = start_desktop_notices(self.window, session, desk, current)
        self.screen_lock = screen_lock = ScreenLock(
            self.window, desk, session, current, notices, session_end
        )
        show_storage_notices(desk, session.storage, self.memory_only, entry.not_remembered)
        desk.sign_out_asked.connect(
            lambda: desk.may_leave(lambda: self.leave_confirmation.ask(session_end.set))
        )
        moving = self.leave_confirmation.search_disk(entry.account)
        with freeze_built_objects():
            await wait_for_first(running, session_end, self._closing, moving)
        await screen_lock.close()
        await self.memory_only.stop()
        stays = not session_end.is_set() and not self._closing.is_set()
        going_on = self.leave_confirmation.note_end(on_disk=moving.is_set() and stays)
        desk.close()
        notices.close()
        return going_on

    async def _session_of(self, entry: SignedInAccount, storage: Storage) -> UserSession:
        return await prepare_session(
            self.resolution.settings,
            entry.access,
            storage,
            entry.folders,
            self._clock,
            audit=self._audit,
            profile=entry.profile,
            member_id=entry.member_id,
            profile_draft=self._profile_drafts.setdefault(entry.account, ProfileDraft()),
        )

    def _show_page(self, page: PageWidget) -> None:
        """Show a page; above the first one what is wrong with this computer."""
        if not self._icon_shown:
            self._icon_shown = True
            show_icon_and_problems(self.window, self.resolution)
        self.window.show_only(page)

    def _show_desk(self, session: UserSession, entry: SignedInAccount) -> "MainWindow":
        desk = make_main_window(
            self.window,
            session,
            lambda: self.resolution,
            lambda: self.updates.state,
            lambda: gather_papers(self.resolution, self.folders, entry, self._chains),
        )
        desk.setting_picked.connect(self.save_setting)
        self._show_page(desk.frame)
        return desk
