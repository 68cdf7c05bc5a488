"""What a doctor's vault remembers of the IM sessions before this one."""

import uuid
from collections.abc import Callable
from typing import Any

from workstation.domain.value import Value
from workstation.link.fast_tokens import KeptToken
from workstation.session.context import SessionContext
from workstation.vault import preferences
from workstation.vault.database import Vault

RESOURCE = "im.resource"
LAST_GOOD = "im.last_good"
STRONGEST = "im.strongest."
USER_AGENT = "im.user_agent"
TOKEN = "im.token."  # noqa: S105 - where it lies


class ImPreferences(Value):
    """What is stored of earlier IM sessions.

    ``resource`` permanently identifies this installation among others. ``last_good`` is the server
    that answered last, ``strongest`` the strongest SASL mechanism that the domain ever offered;
    both are empty at first. ``user_agent`` is the installation's id for XEP-0388, ``token``
    replaces the password at the next sign-in.
    """

    resource: str
    last_good: str = ""
    strongest: str = ""
    user_agent: str = ""
    token: KeptToken | None = None


async def load_preferences(vault: Vault, domain: str, *, is_new_sign_in: bool) -> ImPreferences:
    """Load what is known; the name of the installation is made the first time.

    A token belongs to the sign-in that got it: ``is_new_sign_in`` forgets an earlier one's.

    The name is the IM resource (``desk-`` and twelve hexadecimal digits), the same in every session
    of this computer, so that the server ends the half-dead one before. Raises ``StorageError``.
    """
    resource = await _name(vault, RESOURCE, lambda: f"desk-{uuid.uuid4().hex[:12]}")
    user_agent = await _name(vault, USER_AGENT, lambda: str(uuid.uuid4()))
    if is_new_sign_in:
        await vault.write(preferences.remove, f"{TOKEN}{domain}")
    last_good = await vault.read(preferences.get, LAST_GOOD, "")
    strongest = await vault.read(preferences.get, f"{STRONGEST}{domain}", "")
    token = _read_token(await vault.read(preferences.get, f"{TOKEN}{domain}"))
    return ImPreferences(resource, str(last_good), str(strongest), user_agent, token)


async def _name(vault: Vault, preference: str, make: Callable[[], str]) -> str:
    name = str(await vault.read(preferences.get, preference, ""))
    if not name:
        name = make()
        await vault.write(preferences.put, preference, name)
    return name


def _read_token(stored: Any) -> KeptToken | None:
    return None if stored is None else KeptToken(str(stored[0]), int(stored[1]), int(stored[2]))


class ImMemory:
    """What the sessions with one domain leave for the next."""

    def __init__(self, context: SessionContext, domain: str) -> None:
        self._vault, self._domain, self._spawn = context.vault, domain, context.spawn

    async def save_last_good(self, url: str) -> None:
        """Store the server that answered last. Raises ``StorageError``."""
        await self._vault.write(preferences.put, LAST_GOOD, url)

    def keep_strongest(self, mechanism: str) -> None:
        """Save a mechanism that the domain has offered: nothing weaker is believed any more."""
        name = f"{STRONGEST}{self._domain}"
        self._spawn(self._vault.write(preferences.put, name, mechanism))

    def keep_token(self, token: KeptToken | None) -> None:
        """Save a new token in place of the last, or none.

        It lies in the encrypted database and nowhere else.
        """
        self._spawn(self._save_token(token))

    async def forget_token(self) -> None:
        """Delete what signs in to the IM service without its password. Raises ``StorageError``."""
        await self._save_token(None)

    async def _save_token(self, token: KeptToken | None) -> None:
        name = f"{TOKEN}{self._domain}"
        if token is None:
            await self._vault.write(preferences.remove, name)
        else:
            stored = [token.secret, token.expires_ms, token.count]
            await self._vault.write(preferences.put, name, stored)
