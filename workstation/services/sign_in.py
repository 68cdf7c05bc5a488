"""Signing in with a server address and an access token, staying signed in, and signing out.

The token is stored with the doctor's key (``vault.keys.token_place``), and a file beside it holds
the server and the account. Both are needed to stay signed in: the token is written first and the
file deleted first, so that one alone counts as signed out. A keyring that does not answer is not
one without a token, so ``read_remembered`` raises then (``tests/sign_in``). The token for a server
that the policy no longer names is not even read: it must not be sent to another host.
"""

import asyncio
import contextlib
import logging
from collections.abc import Callable
from dataclasses import field

from workstation.api.envelope import open_envelope
from workstation.base.clock import Clock
from workstation.base.paths import Folders
from workstation.base.task_scope import seen_through
from workstation.config import Settings
from workstation.config.calls import DOCTOR
from workstation.domain.address import ApiBase
from workstation.domain.errors import (
    KeyringUnavailable,
    NotFound,
    Refused,
    StorageError,
    TokenRejected,
)
from workstation.domain.ids import MemberId
from workstation.domain.policy_errors import ServerChanged
from workstation.domain.profile import Profile
from workstation.domain.value import Value
from workstation.services.access import Access, ignore, open_access, without_token
from workstation.services.last_sign_in import LAST_FILE, LastSignIn
from workstation.services.server_address import require_private
from workstation.vault.keys.key_chain import KeyChain
from workstation.vault.keys.key_chains import KeyChains
from workstation.web.api_client import check_token
from workstation.web.bounds import API_SECONDS
from workstation.web.dated import OnServerTime
from workstation.web.deadline import within

log = logging.getLogger(__name__)


class RememberedSignIn(Value):
    """Who was signed in when the program ended: enough to open the cache without a network."""

    base: ApiBase
    member_id: MemberId
    token: str = field(repr=False)


class SignInResult(Value):
    """A doctor who is signed in.

    ``folders`` are the account's at this server. ``not_remembered`` is why the token is kept for
    this run only although the doctor wanted to stay signed in.
    """

    profile: Profile
    access: Access
    folders: Folders
    not_remembered: StorageError | None = None


class SignIn:
    """Signs in and out. ``settings`` gives the current settings, ``keys`` the accounts' key chains.

    ``on_server_time`` gets the platform's time.
    """

    def __init__(
        self,
        settings: Callable[[], Settings],
        folders: Folders,
        keys: KeyChains,
        clock: Clock,
        on_server_time: OnServerTime = ignore,
    ) -> None:
        self._on_server_time = on_server_time
        self._settings = settings
        self._folders = folders
        self._keys = keys
        self._clock = clock
        self._waiting: tuple[ApiBase, MemberId] | None = None
        self._last = LastSignIn(folders.config / LAST_FILE)

    @property
    def keys(self) -> KeyChains:
        """The key chains of accounts, which have their tokens."""
        return self._keys

    def chain_of(self, base: ApiBase, member_id: MemberId) -> KeyChain:
        """The key chain of a doctor at one server."""
        return self._keys.of(self.account_folders(base, member_id), account_name(base, member_id))

    def read_last(self) -> tuple[ApiBase, MemberId] | None:
        """The account that stayed signed in, whether or not its token still exists.

        Blocks on the first call.
        """
        return self._last.read()

    @property
    def last_server(self) -> ApiBase | None:
        """The server of the last sign-in, also after signing out; no secret."""
        return self._last.server

    async def probe(self, base: ApiBase) -> None:
        """Return when the platform answers there; sends no token.

        Raises ``NetworkError``, ``AnswerError``, ``ServerFault``, ``InputError`` (``insecure``).
        """
        require_private(base, self._settings())
        path = DOCTOR.filled(self._settings().api_paths)
        async with without_token(self._settings(), base) as client:
            try:
                async with within(API_SECONDS, call=DOCTOR.name):
                    answer = await client.send("GET", path, call=DOCTOR.name)
                    await open_envelope(answer, DOCTOR)
            except (TokenRejected, Refused, NotFound):
                return  # it refused, as it must without a token: it is the platform

    async def sign_in(self, base: ApiBase, token: str, *, remember: bool) -> SignInResult:
        """Sign in and, on request, store the token for the next start.

        An earlier token for this server remains: only ``sign_out`` deletes it. One for another
        server is deleted, as nothing leads to it any more.

        Raises ``InputError`` for ``address`` or ``token``, ``TokenRejected``, ``NetworkError``,
        ``AnswerError``, ``PlatformError``, ``ConfigurationError``; nothing is stored then, nor
        when the call is cancelled.
        """
        token = check_token(token)
        require_private(base, self._settings())
        access = await open_access(self._settings(), base, token, self._clock, self._on_server_time)
        try:
            profile = await access.doctor.detail()
            await self._forget_elsewhere(base)
            not_remembered = None
            if remember:
                not_remembered = await self._remember_unless_left(base, profile.member_id, token)
        except BaseException:
            await access.aclose()
            raise
        log.info("signed in; to be remembered: %s", remember and not_remembered is None)
        folders = self._folders.account(str(base), profile.member_id)
        return SignInResult(profile, access, folders, not_remembered)

    async def read_remembered(self, server: ApiBase | None = None) -> RememberedSignIn | None:
        """The doctor who stayed signed in; ``None`` without one, or when the token is gone.

        ``server`` is the only one that the administrator's settings allow. Raises ``ServerChanged``
        for a sign-in at another: its token is not even read. Raises ``KeyringUnavailable`` when the
        keyring does not answer: ask for the token then, and change nothing. Raises
        ``CodeRequired`` where the token is protected by the doctor's code, and ``KeyFileUnusable``.
        """
        last = self._last.read()
        if last is None:
            return None
        base, member_id = last
        if server not in {None, base}:
            raise ServerChanged
        token = await self.chain_of(base, member_id).read_token()
        return None if token is None else RememberedSignIn(base, member_id, token)

    async def open(self, remembered: RememberedSignIn) -> Access:
        """The access of a remembered sign-in, unasked: its token may have ended meanwhile.

        Raises ``ConfigurationError`` and ``InputError``.
        """
        require_private(remembered.base, self._settings())
        log.info("a kept sign-in is taken up")
        return await open_access(
            self._settings(),
            remembered.base,
            check_token(remembered.token),
            self._clock,
            self._on_server_time,
        )

    def folders_of(self, remembered: RememberedSignIn) -> Folders:
        """The remembered doctor's own folders."""
        return self.account_folders(remembered.base, remembered.member_id)

    def account_folders(self, base: ApiBase, member_id: MemberId) -> Folders:
        """A doctor's own folders at one server."""
        return self._folders.account(str(base), member_id)

    async def sign_out(self, base: ApiBase, member_id: MemberId) -> None:
        """Forget who was here, and the token; the server's address stays for the next sign-in.

        Raises ``KeyringUnavailable`` (``kept``) when the token may still be there: where the
        keyring does not answer, that of a sign-in that was to be remembered. Raises
        ``StorageError`` where a sealed one cannot be removed.
        """
        self._waiting = None
        remembered = self._last.read() == (base, member_id)
        if remembered:
            try:
                await self._last.write(base, None)
            except StorageError:
                await self._last.forget()
        try:
            await self.chain_of(base, member_id).remove_token()
        except KeyringUnavailable as error:
            if remembered:
                raise KeyringUnavailable("kept", str(error)) from None
            log.info("the keyring was not asked to forget: %s", error)

    async def note_server(self, base: ApiBase) -> None:
        """Remember the server's address, for doctors who do not stay signed in."""
        if self._last.read() is None:
            with contextlib.suppress(StorageError):
                await self._last.write(base, None)

    async def note_remembered(self, base: ApiBase, member_id: MemberId) -> None:
        """Note who comes in at the next start, once a token that waited for its key is kept."""
        chain = self.chain_of(base, member_id)
        if self._waiting == (base, member_id) and not chain.holds_token:
            self._waiting = None
            with contextlib.suppress(StorageError):
                await self._last.write(base, member_id)

    async def _remember_unless_left(
        self, base: ApiBase, member_id: MemberId, token: str
    ) -> StorageError | None:
        """Remember a sign-in; a doctor who leaves meanwhile leaves no new token behind."""
        was_remembered = self._last.read() == (base, member_id)
        try:
            return await self._remember(base, member_id, token)
        except asyncio.CancelledError:
            if not was_remembered:
                await self.abandon(base, member_id)
            raise

    @seen_through
    async def abandon(self, base: ApiBase, member_id: MemberId) -> None:
        """Delete the token of a sign-in that was cancelled, as far as that is possible."""
        try:
            await self.sign_out(base, member_id)
        except StorageError as error:
            log.warning("the token of a sign-in that was left may still be kept: %s", error)

    @seen_through
    async def _remember(
        self, base: ApiBase, member_id: MemberId, token: str
    ) -> StorageError | None:
        try:
            if await self.chain_of(base, member_id).write_token(token):
                await self._lead_to(base, member_id)
            else:
                self._waiting = base, member_id
        except StorageError as error:
            log.warning("the token is kept for this run only: %s", error)
            return error
        return None

    async def _lead_to(self, base: ApiBase, member_id: MemberId) -> None:
        """Note whose token is kept; one that nothing leads to is not kept."""
        if self._last.read() == (base, member_id):
            return
        try:
            await self._last.write(base, member_id)
        except StorageError:
            with contextlib.suppress(StorageError):
                await self.chain_of(base, member_id).remove_token()
            raise

    @seen_through
    async def _forget_elsewhere(self, base: ApiBase) -> None:
        """Delete the token of an earlier server: nothing leads to it any more."""
        last = self._last.read()
        if last is None or last[0] == base:
            return
        try:
            await self.sign_out(*last)
        except StorageError as error:
            log.warning("an earlier token may still be kept: %s", error)


def account_name(server: ApiBase | str, member_id: MemberId) -> str:
    """The name under which a doctor's secrets at one server are kept."""
    return f"{server} {member_id}"
