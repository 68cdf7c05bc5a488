"""The place for secrets: the operating system's keyring, or the memory of this run.

The keyring library would pick a backend by environment, configuration file and installed plug-ins:
each of them can name code that takes the secret, or one that keeps it in the clear. Here the
backend is one of a few classes, named per platform, and never looked up.
"""

import asyncio
import importlib
import sys
import threading
from collections.abc import Callable, Sequence
from typing import Any, Protocol, TypeVar, cast

from workstation.domain.errors import KeyringUnavailable

T = TypeVar("T")
SERVICE = "Doctor Workstation"
SECONDS = 10.0
WINDOWS_BYTES = 2560
"""The size of a credential on Windows, where it is kept as UTF-16 (CRED_MAX_CREDENTIAL_BLOB)."""

ALLOWED = {
    "win32": ("keyring.backends.Windows:WinVaultKeyring",),
    "darwin": ("keyring.backends.macOS:Keyring",),
    "linux": (
        "keyring.backends.SecretService:Keyring",
        "keyring.backends.kwallet:DBusKeyring",
        "keyring.backends.libsecret:Keyring",
    ),
}


class Backend(Protocol):
    """What the library's backends offer; every call may block, or ask the user to unlock."""

    def get_password(self, service: str, username: str, /) -> str | None: ...
    def set_password(self, service: str, username: str, password: str, /) -> None: ...
    def delete_password(self, service: str, username: str, /) -> None: ...


class Keys(Protocol):
    """Named secrets. ``lasting`` says whether they outlive this run."""

    lasting: bool

    async def read(self, name: str) -> str | None:
        """The secret, ``None`` if there is none. Raises ``KeyringUnavailable``."""

    async def write(self, name: str, secret: str) -> None:
        """Keep it. Raises ``KeyringUnavailable``, and then nothing was kept."""

    async def remove(self, name: str) -> None:
        """Forget it; it need not be there. Raises ``KeyringUnavailable``."""


class RunKeys:
    """Secrets kept in memory until the program ends; ``because`` says what was wrong elsewhere."""

    lasting = False

    def __init__(self, because: KeyringUnavailable | None = None) -> None:
        self.because = because or KeyringUnavailable("absent")
        self._secrets: dict[str, str] = {}

    async def read(self, name: str) -> str | None:
        """The secret, ``None`` if there is none."""
        return self._secrets.get(name)

    async def write(self, name: str, secret: str) -> None:
        """Keep it for this run."""
        self._secrets[name] = secret

    async def remove(self, name: str) -> None:
        """Forget it."""
        self._secrets.pop(name, None)


class KeyringKeys:
    """Secrets in the operating system's keyring; every write is read back.

    Raises ``KeyringUnavailable`` for a backend whose class is not ``allowed``: ``absent``,
    ``null``, ``plaintext`` or ``foreign``.
    """

    lasting = True

    def __init__(
        self,
        backend: Backend,
        platform: str = sys.platform,
        seconds: float = SECONDS,
        allowed: Sequence[str] | None = None,
    ) -> None:
        require_allowed(backend, ALLOWED.get(platform, ()) if allowed is None else allowed)
        self._backend = backend
        self._platform = platform
        self._seconds = seconds

    async def read(self, name: str) -> str | None:
        """The secret, ``None`` if there is none. Raises ``KeyringUnavailable``."""
        return await self._call(lambda: self._backend.get_password(_place(name), name))

    async def write(self, name: str, secret: str) -> None:
        """Keep it and make sure of it.

        Raises ``KeyringUnavailable``: ``too_long``, ``lost`` (it did not come back), ``refused``,
        ``silent``.
        """
        if self._platform == "win32" and len(secret.encode("utf-16-le")) > WINDOWS_BYTES:
            raise KeyringUnavailable("too_long")
        await self._call(lambda: self._backend.set_password(_place(name), name, secret))
        if await self.read(name) != secret:
            raise KeyringUnavailable("lost")

    async def remove(self, name: str) -> None:
        """Forget it. Raises ``KeyringUnavailable`` when it is still there afterwards."""
        if await self.read(name) is None:
            return
        await self._call(lambda: self._backend.delete_password(_place(name), name))
        if await self.read(name) is not None:
            raise KeyringUnavailable("refused")

    async def _call(self, call: Callable[[], T]) -> T:
        return await in_thread(call, self._seconds)


async def keys_of_this_computer() -> Keys:
    """The platform's keyring where it may be trusted, else the memory of this run."""
    try:
        return await open_keyring()
    except KeyringUnavailable as error:
        return RunKeys(error)


async def open_keyring(platform: str = sys.platform, seconds: float = SECONDS) -> KeyringKeys:
    """The platform's keyring, found without asking environment, configuration or plug-ins.

    Raises ``KeyringUnavailable``: ``absent``, ``refused`` or ``silent``.
    """
    backend = await in_thread(lambda: _first_usable(ALLOWED.get(platform, ())), seconds)
    return KeyringKeys(backend, platform, seconds)


def require_allowed(backend: object, allowed: Sequence[str]) -> None:
    """Raise ``KeyringUnavailable`` for a backend whose class (``module:name``) is not listed."""
    names = [f"{kind.__module__}:{kind.__name__}" for kind in type(backend).__mro__]
    if not set(allowed).isdisjoint(names):
        return
    known = {"fail": "absent", "null": "null", "plaintext": "plaintext"}
    name = names[0].lower()
    raise KeyringUnavailable(next((known[word] for word in known if word in name), "foreign"))


def _first_usable(names: Sequence[str]) -> Backend:
    for name in names:
        module, _, attribute = name.partition(":")
        try:
            kind = getattr(importlib.import_module(module), attribute)
            _ = kind.priority  # raises where the platform's service does not answer
            return _without_environment(kind)
        except (ImportError, RuntimeError, AttributeError):
            continue
    raise KeyringUnavailable("absent")


def _without_environment(kind: Any) -> Backend:
    """An instance on which ``KEYRING_PROPERTY_…`` variables have no effect."""
    backend: Any = type(kind.__name__, (kind,), {"set_properties_from_env": lambda _self: None})()
    if kind.__name__ == "WinVaultKeyring":
        backend.persist = "local machine"  # the default roams with a domain's profile
    return cast("Backend", backend)


def _place(name: str) -> str:
    # A service of its own for each secret: on Windows two users of one service push each other
    # aside into differently named credentials.
    return f"{SERVICE}: {name}"


async def in_thread(call: Callable[[], T], seconds: float) -> T:
    """What ``call`` gives, within ``seconds``; a thread that hangs does not hold up the exit.

    Raises ``KeyringUnavailable``: ``silent`` after ``seconds``, ``refused`` for any other error.
    """
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[T] = loop.create_future()

    def run() -> None:
        try:
            result = call()
        except Exception as error:  # noqa: BLE001  backends raise errors of half a dozen libraries
            _tell(loop, answer, None, error)
        else:
            _tell(loop, answer, result, None)

    threading.Thread(target=run, name="keyring", daemon=True).start()
    try:
        return await asyncio.wait_for(answer, seconds)
    except TimeoutError:
        raise KeyringUnavailable("silent") from None
    except KeyringUnavailable:
        raise
    except Exception as error:  # noqa: BLE001  as above
        raise KeyringUnavailable("refused", type(error).__name__) from None


def _tell(
    loop: asyncio.AbstractEventLoop,
    answer: "asyncio.Future[Any]",
    result: Any,
    error: Exception | None,
) -> None:
    def settle() -> None:
        if answer.done():
            return
        if error is None:
            answer.set_result(result)
        else:
            answer.set_exception(error)

    if not loop.is_closed():
        loop.call_soon_threadsafe(settle)
