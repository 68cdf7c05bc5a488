"""What lasts from the start of the program to its end, and so outlives every sign-in.

The policy is the same for whoever signs in next, what a full disk keeps in memory must not be lost
with a token, and one audit log covers the computer. Each part is ended in reverse, after all that
uses it: the audit log takes the last sign-out, the session log all of it.
"""

import asyncio
import contextlib
import enum
from collections.abc import Callable
from pathlib import Path

from workstation.base.atomic_write import remove_abandoned
from workstation.base.clock import ServerClock, SystemClock
from workstation.base.heap_limits import return_freed_memory
from workstation.base.paths import Folders
from workstation.base.task_scope import log_failure
from workstation.config import Settings
from workstation.decoder.process import stop_all
from workstation.domain.unsaved import UnsavedWords
from workstation.program.doctor_accounts import DoctorAccounts, SignedInAccount
from workstation.program.settings_reload import SettingsReload
from workstation.program.sign_in_flow import SignInFlow
from workstation.services.audit import AuditTrail
from workstation.services.demo_platform import resolution_for_demo
from workstation.services.profile import ProfileDraft
from workstation.services.sign_in import SignIn
from workstation.services.updates import Updates
from workstation.services.wiping import Wiping
from workstation.session.main_window import prepare_window
from workstation.session.memory_only import MemoryOnlyVaults
from workstation.settings.resolve import Resolution
from workstation.support import session_log
from workstation.ui.shell.garbage_collection import GarbageCollection
from workstation.ui.shell.window import PageWidget, ShellWindow
from workstation.ui.support.qt_probes import qt_facts
from workstation.vault.keys.key_chains import KeyChains, key_rules
from workstation.vault.keys.profile_entries import profile_name
from workstation.vault.keys.secret_store import SecretStore
from workstation.vault.keys.system_keyring import open_system_keyring


class ProgramParts:
    """The window, the current settings and what else no sign-in owns.

    ``on_settings_changed`` is told whether a policy did it, or else the doctor or an update.
    ``demo_clinic`` is the folder of the embedded clinic, in the demo. ``closing`` is set once the
    window is to be closed; ``profile_drafts``, and ``unsaved_words`` that the disk has not taken,
    are by account.
    """

    def __init__(
        self,
        window: ShellWindow,
        folders: Folders,
        resolution: Resolution,
        on_settings_changed: Callable[[bool], None],
        demo_clinic: Path | None,
    ) -> None:
        self.window, self.folders, self.demo_clinic = window, folders, demo_clinic
        self.clock = ServerClock(SystemClock())
        self.audit = AuditTrail(folders, self.clock, self.settings)
        record = self.audit.record
        self.settings_reload = SettingsReload(folders, resolution, on_settings_changed, record)
        self.updates = Updates(self.settings, folders.cache, SystemClock())
        self.updates.feed.subscribe(lambda _state: on_settings_changed(False))
        self.memory_only = MemoryOnlyVaults()
        self.profile_drafts: dict[str, ProfileDraft] = {}
        self.unsaved_words: dict[str, UnsavedWords] = {}
        self.closing = asyncio.Event()
        self._icon_shown = False

    @property
    def resolution(self) -> Resolution:
        """The settings in force, and where each came from."""
        resolution = self.settings_reload.resolution
        if self.demo_clinic is None:
            return resolution
        return resolution_for_demo(resolution, tries_policy=self.folders.trial_policy is not None)

    def settings(self) -> Settings:
        """The settings in force at this moment."""
        return self.resolution.settings

    def pick_setting(self, key: str, value: object) -> "asyncio.Future[None]":
        """Apply a setting that the doctor picked, and save it: ``SettingsReload.pick``."""
        return self.settings_reload.pick(key, value)

    def is_other_server(self, entry: SignedInAccount) -> bool:
        """Whether an entry leads to another server than the administrator's; the demo's may."""
        return self.demo_clinic is None and self.resolution.server not in {None, entry.base}

    def show_page(self, page: PageWidget) -> None:
        """Show a page alone; above the first one also what is wrong with this computer."""
        self.prepare_window()
        self.window.show_only(page)

    def prepare_window(self) -> None:
        """Make what goes with the first page; once that is done, nothing happens."""
        if not self._icon_shown:
            self._icon_shown = True
            prepare_window(self.window, self.resolution)

    async def start(
        self,
        cleanup: contextlib.AsyncExitStack,
        keyring: SecretStore | None,
        listen_failure: enum.Enum | None,
    ) -> SignInFlow:
        """Start the log and all that goes on beside the sign-ins; the way to these.

        ``keyring`` replaces this computer's. ``cleanup`` ends in reverse what was started.
        """
        return_freed_memory()
        cleanup.callback(GarbageCollection(self.window).stop)  # once no window waits for it
        cleanup.callback(self.window.end)
        cleanup.push_async_callback(asyncio.sleep, 0)
        handler = await asyncio.to_thread(
            session_log.start, self.folders, self.resolution, qt_facts(), listen_failure
        )
        cleanup.push_async_callback(asyncio.to_thread, session_log.stop, handler)
        await asyncio.to_thread(remove_abandoned, self.folders.config, self.folders.data)
        cleanup.callback(stop_all)
        cleanup.push_async_callback(self.memory_only.close)
        keyring = keyring or await open_system_keyring()
        auditing = asyncio.ensure_future(self.audit.run(keyring))
        auditing.add_done_callback(log_failure)
        cleanup.push_async_callback(self.audit.close, auditing)
        cleanup.push_async_callback(self.settings_reload.close)
        self.window.activated.connect(self.settings_reload.request)
        for lasting in (self.settings_reload.watch(), self.updates.run()):
            task = asyncio.ensure_future(lasting)
            task.add_done_callback(log_failure)
            cleanup.push_async_callback(asyncio.wait, [task])
            cleanup.callback(task.cancel)
        profile = await asyncio.to_thread(profile_name, self.folders.data)
        flow = self._make_sign_in_flow(keyring, profile)
        self.wiping = Wiping(self.folders, keyring, self.audit, profile)
        await self.wiping.go_on(flow.accounts.sign_in)
        return flow

    def _make_sign_in_flow(self, keyring: SecretStore, profile: str) -> SignInFlow:
        keys = KeyChains(keyring, lambda: key_rules(self.settings()), profile=profile)
        sign_in = SignIn(self.settings, self.folders, keys, self.clock, self.clock.observe)
        accounts = DoctorAccounts(sign_in, lambda: self.resolution)
        return SignInFlow(accounts, lambda: self.resolution, self.show_page, self.pick_setting)
