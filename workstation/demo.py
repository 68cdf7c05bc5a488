"""The way into the demo: its clinic is started, and its doctor is signed in to one account."""

from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path

from workstation.domain.address import ApiBase
from workstation.paths import Folders
from workstation.services import demo_account
from workstation.signing_in import Entry, SigningIn
from workstation.vault.keys import Keys


async def enter(
    clinic_folder: Path,
    folders: Folders,
    signing_in: SigningIn,
    keys: Keys,
    ending: AsyncExitStack,
) -> Entry:
    """The demo's doctor, whose account is the same at every start; ``ending`` stops the clinic.

    Raises ``ConfigurationError`` where the clinic does not start, and other ``WorkstationError``.
    """
    from workstation.clinic.process import open_clinic

    clinic = await open_clinic(clinic_folder, arguments=["--same-port"])
    ending.callback(clinic.stop)
    entry = await signing_in.at(ApiBase.parse(clinic.address), clinic.token, remember=False)
    await demo_account.clear_earlier(folders, keys, entry.member_id)
    own = folders.account(demo_account.SERVER, entry.member_id)
    return replace(entry, folders=own, server=demo_account.SERVER)
