"""Putting together what belongs to the doctor: the page, and closing summaries."""

import asyncio
import contextlib
from functools import partial

from workstation.domain.errors import WorkstationError
from workstation.domain.profile import Profile
from workstation.services.closing import ClosingService
from workstation.services.groups import Account
from workstation.services.handover import HandoverService
from workstation.services.profile import ProfileDraft, ProfileService
from workstation.session.context import SessionContext, new_id
from workstation.vault.conversation import members
from workstation.vault.unsent.unsaved import losses, unsaved

LEARN_SECONDS = 30.0


def make_account(
    context: SessionContext, profile: Profile | None, draft: ProfileDraft | None
) -> Account:
    """The group of one sign-in; ``profile`` is ``None`` while a remembered doctor is offline."""
    return Account(
        member_id=context.member_id,
        platform=str(context.access.base.origin),
        profile=ProfileService(context.access.doctor, draft, profile),
        closing=ClosingService(
            context.vault, context.clock, context.on_changes, new_id, context.words.summaries
        ),
        handover=HandoverService(
            context.vault,
            context.clock,
            context.on_changes,
            new_id,
            allowed=context.settings.handover,
        ),
        audit=context.audit,
        words=context.words,
        read_unsaved=partial(
            context.vault.read_in_turn, unsaved if context.store.is_durable else losses
        ),
    )


async def save_own_name(context: SessionContext, account: Account) -> None:
    """Store the name that this doctor's own messages bear. Raises ``StorageError``."""
    await context.vault.write(members.set_me, account.member_id, account.profile.display_name)


async def recall_own_name(context: SessionContext, account: Account) -> None:
    """Load the name of an earlier run while the platform cannot tell it. Raises ``StorageError``.

    On a computer of several doctors everybody sees who is signed in.
    """
    if account.profile.page is None:
        names = await context.vault.read(members.names)
        account.profile.remembered_name = names.get(account.member_id, "")


async def learn_doctor(context: SessionContext, account: Account) -> None:
    """Read a remembered doctor's name and title from the platform, trying every 30 s.

    A profile that the doctor saved meanwhile is newer than the answer.
    """
    if account.profile.page is not None:
        return
    while True:
        with contextlib.suppress(WorkstationError):
            page = account.profile.page or await account.profile.load()
            if account.profile.page is None:
                account.profile.page = page
                account.profile.learned.publish(page)
            await save_own_name(context, account)
            return
        await asyncio.sleep(LEARN_SECONDS)
