"""What a doctor's vault remembers of the IM sessions before this one."""

import uuid

from workstation.domain.value import value
from workstation.vault import preferences
from workstation.vault.database import Vault

RESOURCE = "im.resource"
LAST_GOOD = "im.last_good"
STRONGEST = "im.strongest."


@value
class ImPreferences:
    """``resource`` tells this installation from a second one, for ever.

    ``last_good`` is the server that answered last, ``strongest`` the strongest SASL mechanism that
    the domain ever offered; both empty at first.
    """

    resource: str
    last_good: str = ""
    strongest: str = ""


async def load_preferences(vault: Vault, domain: str) -> ImPreferences:
    """What is known; the name of the installation is made at the first time.

    The name is the IM resource (``desk-`` and twelve hexadecimal digits), the same in every session
    of this computer, so that the server ends the half-dead one before. Raises ``StorageError``.
    """
    resource = str(await vault.read(preferences.get, RESOURCE, ""))
    if not resource:
        resource = f"desk-{uuid.uuid4().hex[:12]}"
        await vault.write(preferences.put, RESOURCE, resource)
    last_good = await vault.read(preferences.get, LAST_GOOD, "")
    strongest = await vault.read(preferences.get, f"{STRONGEST}{domain}", "")
    return ImPreferences(resource, str(last_good), str(strongest))


async def save_last_good(vault: Vault, url: str) -> None:
    """This server answered last."""
    await vault.write(preferences.put, LAST_GOOD, url)


async def save_strongest(vault: Vault, domain: str, mechanism: str) -> None:
    """The domain has offered this mechanism: nothing weaker is believed from now on."""
    await vault.write(preferences.put, f"{STRONGEST}{domain}", mechanism)
