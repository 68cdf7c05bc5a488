"""What is unsaved on the doctor's own page: sealed, taken up again and given up."""

import asyncio
from dataclasses import asdict

import pytest

from workstation.domain.ids import MemberId
from workstation.domain.profile import Profile
from workstation.services.profile import ProfileDraft
from workstation.session.profile_drafts import PREFERENCE, forget_draft, load_draft, save_draft
from workstation.vault import preferences
from workstation.vault.database import Vault

SAVED = Profile(MemberId(1001), "林若川", specialties=("儿科",))
EDITED = Profile(MemberId(1001), "林若川", "主任医师", specialties=("儿科", "过敏"))


def newer(profile: Profile) -> dict[str, object]:
    return asdict(profile) | {"languages": ["粤语"]}


def earlier(profile: Profile) -> dict[str, object]:
    return {name: part for name, part in asdict(profile).items() if name != "honours"}


@pytest.mark.parametrize("written", [asdict, newer, earlier])
async def test_parts_that_only_another_version_has_end_no_sign_in(written) -> None:
    vault = Vault.in_memory(threads=False)
    await vault.write(preferences.put, PREFERENCE, [written(SAVED), written(EDITED)])
    draft = ProfileDraft()
    await load_draft(vault, draft)
    assert (draft.base, draft.edited) == (SAVED, EDITED)
    vault.close()


async def test_what_is_edited_while_the_old_is_given_up_stays_sealed() -> None:
    vault, draft = Vault.in_memory(), ProfileDraft()
    draft.keep(SAVED, SAVED)
    await save_draft(vault, draft)
    forgetting = asyncio.ensure_future(forget_draft(vault))
    await asyncio.sleep(0)
    draft.keep(SAVED, EDITED)
    await save_draft(vault, draft)
    await forgetting
    loaded = ProfileDraft()
    await load_draft(vault, loaded)
    assert loaded.edited == EDITED
    vault.close()


async def test_what_is_given_up_is_sealed_no_more() -> None:
    vault, draft = Vault.in_memory(threads=False), ProfileDraft()
    draft.keep(SAVED, EDITED)
    await save_draft(vault, draft)
    await forget_draft(vault)
    assert await vault.read(preferences.get, PREFERENCE) is None
    vault.close()
