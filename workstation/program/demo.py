"""The way into the demo: its clinic is started, and its doctor is signed in to one account.

The clinic listens on a port that may change, and an account named after its address was a new one
at every start: drafts were gone, folders and keyring entries piled up. So the demo's account has a
name of its own. Whatever else lies beside it is left alone: nothing tells an earlier demo's folder
from that of a platform that is reached through a tunnel on this computer.
"""

from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path

from workstation.base.paths import Folders
from workstation.domain.address import ApiBase
from workstation.program.doctor_accounts import DoctorAccounts, SignedInAccount

SERVER = "demo"
"""Stands for the clinic's address in the names of folders and of secrets."""


async def sign_in_to_demo(
    clinic_folder: Path,
    folders: Folders,
    accounts: DoctorAccounts,
    cleanup: AsyncExitStack,
) -> SignedInAccount:
    """Sign in as the demo's doctor, the same at every start; ``cleanup`` stops the clinic.

    Raises ``DemoNotStarted``, and other ``WorkstationError``.
    """
    from workstation.clinic.process import open_clinic

    clinic = await open_clinic(clinic_folder, arguments=["--same-port"])
    cleanup.callback(clinic.stop)
    entry = await accounts.sign_in_at(ApiBase.parse(clinic.address), clinic.token, remember=False)
    own = folders.account(SERVER, entry.member_id)
    return replace(entry, folders=own, server=SERVER)
