"""The place for secrets: the operating system's keyring, or the memory of this run.

The keyring library would pick a backend by environment, configuration file and installed plug-ins:
each of them can name code that takes the secret, or one that keeps it in the clear. Here the
backend is one of a few classes, named per platform, and never looked up.

A keyring may be locked, and a locked one answers only after the person has typed a password, in a
minute or never. So no call but ``unlock`` may open a prompt, and a call that did not answer in time
is remembered: another one beside it would be a second prompt over the first. Nothing concludes
from silence that a secret is gone (``storage.open_on_disk`` makes no key on a guess).

Every write is read back: a keyring that answered "done" and kept nothing would cost the vault its
key at the next start. On Windows a credential holds 2560 bytes of UTF-16, and two users of one
service push each other aside, so each secret has a service of its own. Tests:
``tests/vault/keys/test_keys.py``; ``test_desktop_keyring.py`` asks a real one.
"""

import asyncio
import contextlib
import importlib
import sys
from collections.abc import Callable, Sequence
from typing import Any, Protocol, TypeVar, cast

from workstation.base.blocking_call import start_call
from workstation.domain.errors import KeyringUnavailable
from workstation.vault.keys import secret_service
from workstation.vault.keys.keyring_thread import THREAD_NAME, call_in_thread, wait_for_answer
from workstation.vault.keys.secret_service import KeyringState

T = TypeVar("T")
SERVICE_NAME = "Doctor Workstation"
ANSWER_SECONDS = 10.0
PROMPT_NAME = "unlock"
"""No secret has this name; it is read so that the system asks for the keyring's password."""

CLOSED_REASONS = {
    KeyringState.LOCKED: "locked",
    KeyringState.NEW: "new",
    KeyringState.ABSENT: "absent",
}
MAX_WINDOWS_BYTES = 2560
"""The size of a credential on Windows, where it is kept as UTF-16 (CRED_MAX_CREDENTIAL_BLOB)."""

ALLOWED_BACKENDS = {
    "win32": ("keyring.backends.Windows:WinVaultKeyring",),
    "darwin": ("keyring.backends.macOS:Keyring",),
    "linux": (
        "keyring.backends.SecretService:Keyring",
        "keyring.backends.kwallet:DBusKeyring",
        "keyring.backends.libsecret:Keyring",
    ),
}


class KeyringBackend(Protocol):
    """What the library's backends offer; every call may block, or ask the user to unlock."""

    def get_password(self, service: str, username: str, /) -> str | None:
        """The secret under two names, ``None`` if there is none; raises the library's errors."""

    def set_password(self, service: str, username: str, password: str, /) -> None:
        """Store a secret in place of another; raises the library's errors."""

    def delete_password(self, service: str, username: str, /) -> None:
        """Remove a secret; raises ``PasswordDeleteError`` where there is none."""


class KeyringService(Protocol):
    """What tells of a keyring without asking the person, and what asks; both block."""

    def read_state(self) -> KeyringState:
        """The state of the default collection; prompts nobody."""

    def prompt_unlock(self) -> None:
        """Have the desktop ask for the collection's password; raises where that was a no."""


class SecretStore(Protocol):
    """Named secrets. ``lasting`` says whether they outlive this run."""

    @property
    def lasting(self) -> bool:
        """Whether there is a keyring at all, open or not."""

    async def state(self) -> KeyringState:
        """Whether secrets can be read and written now; asks nobody for anything."""

    async def unlock(self) -> None:
        """Have the system ask the person for the keyring's password, for as long as that takes.

        Raises ``KeyringUnavailable`` (``dismissed``) when it is still locked afterwards.
        """

    async def read(self, name: str) -> str | None:
        """The secret, ``None`` if there is none. Raises ``KeyringUnavailable``."""

    async def write(self, name: str, secret: str) -> None:
        """Store a secret. Raises ``KeyringUnavailable``, and then nothing was stored."""

    async def remove(self, name: str) -> None:
        """Forget a secret; it need not be there. Raises ``KeyringUnavailable``."""


class KeyringSecrets:
    """Secrets in the operating system's keyring; every write is read back.

    Raises ``KeyringUnavailable`` for a backend whose class is not ``allowed``: ``absent``,
    ``null``, ``plaintext`` or ``foreign``.
    """

    lasting = True

    def __init__(
        self,
        backend: KeyringBackend,
        platform: str = sys.platform,
        seconds: float = ANSWER_SECONDS,
        allowed: Sequence[str] | None = None,
        service: KeyringService | None = None,
    ) -> None:
        require_allowed(backend, ALLOWED_BACKENDS.get(platform, ()) if allowed is None else allowed)
        self._backend = backend
        self._platform = platform
        self._seconds = seconds
        self._service = service
        self._unanswered: asyncio.Future[Any] | None = None

    async def state(self) -> KeyringState:
        """The state as the service tells it; else locked while a call has no answer."""
        if self._service is not None:
            try:
                return await call_in_thread(self._service.read_state, self._seconds)
            except KeyringUnavailable:
                return KeyringState.ABSENT
        return KeyringState.LOCKED if self._has_unanswered() else KeyringState.OPEN

    async def unlock(self) -> None:
        """Have the system ask the person; a prompt that stands already is waited for instead.

        Raises ``KeyringUnavailable`` (``dismissed``).
        """
        if not self._has_unanswered():
            self._unanswered = start_call(
                self._service.prompt_unlock if self._service else self._prompt, THREAD_NAME
            )
        waiting = cast("asyncio.Future[Any]", self._unanswered)
        with contextlib.suppress(Exception):  # of half a dozen libraries; the state says it all
            await asyncio.shield(waiting)
        if await self.state() is not KeyringState.OPEN:
            raise KeyringUnavailable("dismissed")

    async def read(self, name: str) -> str | None:
        """The secret, ``None`` if there is none. Raises ``KeyringUnavailable``."""
        return await self._call(lambda: self._backend.get_password(_service_name(name), name))

    async def write(self, name: str, secret: str) -> None:
        """Store a secret, and read it back to make sure.

        Raises ``KeyringUnavailable``: ``too_long``, ``lost`` (it did not come back), ``locked``,
        ``refused``, ``silent``.
        """
        if self._platform == "win32" and len(secret.encode("utf-16-le")) > MAX_WINDOWS_BYTES:
            raise KeyringUnavailable("too_long")
        await self._call(lambda: self._backend.set_password(_service_name(name), name, secret))
        if await self.read(name) != secret:
            raise KeyringUnavailable("lost")

    async def remove(self, name: str) -> None:
        """Forget a secret. Raises ``KeyringUnavailable`` when it is still there afterwards."""
        if await self.read(name) is None:
            return
        await self._call(lambda: self._backend.delete_password(_service_name(name), name))
        if await self.read(name) is not None:
            raise KeyringUnavailable("refused")

    async def _call(self, call: Callable[[], T]) -> T:
        """Call the keyring. Raises ``KeyringUnavailable``: ``locked``, ``silent``, ``refused``."""
        if self._service is None and self._has_unanswered():
            raise KeyringUnavailable("silent")
        reason = CLOSED_REASONS.get(await self.state())
        if reason is not None:
            raise KeyringUnavailable(reason)
        answer = start_call(call, THREAD_NAME)
        try:
            return await wait_for_answer(answer, self._seconds)
        except KeyringUnavailable:
            if not answer.done():
                self._unanswered = answer
            raise

    def _prompt(self) -> None:
        self._backend.get_password(_service_name(PROMPT_NAME), PROMPT_NAME)

    def _has_unanswered(self) -> bool:
        return self._unanswered is not None and not self._unanswered.done()


async def open_keyring(
    platform: str = sys.platform, seconds: float = ANSWER_SECONDS
) -> KeyringSecrets:
    """The platform's keyring, found without asking environment, configuration or plug-ins.

    Raises ``KeyringUnavailable``: ``absent``, ``refused`` or ``silent``.
    """
    backend = await call_in_thread(
        lambda: _first_usable(ALLOWED_BACKENDS.get(platform, ())), seconds
    )
    tells_state = type(backend).__mro__[1].__module__.endswith(".SecretService")
    return KeyringSecrets(
        backend, platform, seconds, service=secret_service if tells_state else None
    )


def require_allowed(backend: object, allowed: Sequence[str]) -> None:
    """Raise ``KeyringUnavailable`` for a backend whose class (``module:name``) is not listed."""
    names = [f"{kind.__module__}:{kind.__name__}" for kind in type(backend).__mro__]
    if not set(allowed).isdisjoint(names):
        return
    reasons = {"fail": "absent", "null": "null", "plaintext": "plaintext"}
    name = names[0].lower()
    raise KeyringUnavailable(next((reasons[word] for word in reasons if word in name), "foreign"))


def _first_usable(names: Sequence[str]) -> KeyringBackend:
    for name in names:
        module, _, attribute = name.partition(":")
        try:
            kind = getattr(importlib.import_module(module), attribute)
            _ = kind.priority  # raises where the platform's service does not answer
            return _without_environment(kind)
        except (ImportError, RuntimeError, AttributeError):
            continue
    raise KeyringUnavailable("absent")


def _without_environment(kind: Any) -> KeyringBackend:
    """An instance on which ``KEYRING_PROPERTY_…`` variables have no effect."""
    backend: Any = type(kind.__name__, (kind,), {"set_properties_from_env": lambda _self: None})()
    if kind.__name__ == "WinVaultKeyring":
        backend.persist = "local machine"  # the default roams with a domain's profile
    return cast("KeyringBackend", backend)


def _service_name(name: str) -> str:
    # A service of its own for each secret: on Windows two users of one service push each other
    # aside into differently named credentials.
    return f"{SERVICE_NAME}: {name}"
