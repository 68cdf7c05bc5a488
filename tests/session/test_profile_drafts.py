"""What is unsaved on the doctor's own page: sealed, taken up again and given up."""

import asyncio
import json
from dataclasses import asdict, replace

import pytest

from workstation.domain.ids import MemberId
from workstation.domain.profile import Profile
from workstation.services.profile import ProfileDraft
from workstation.session.profile_drafts import PREFERENCE, forget_draft, load_draft, save_draft
from workstation.vault import preferences
from workstation.vault.database import Vault

MINE = MemberId(1001)
SAVED = Profile(MINE, "林若川", specialties=("儿科",))
EDITED = Profile(MINE, "林若川", "主任医师", specialties=("儿科", "过敏"))
ALLERGIES = replace(EDITED, specialties=("过敏",))


def newer(profile: Profile) -> dict[str, object]:
    return asdict(profile) | {"languages": ["粤语"]}


def earlier(profile: Profile) -> dict[str, object]:
    return {name: part for name, part in asdict(profile).items() if name != "honours"}


def without_owner(profile: Profile) -> dict[str, object]:
    return {name: part for name, part in asdict(profile).items() if name != "member_id"}


def with_words_in_other_types(profile: Profile) -> dict[str, object]:
    lists = {"specialties": [{"word": each} for each in profile.specialties], "honours": ""}
    return asdict(profile) | {"name": [profile.name], "hospital": None} | lists


@pytest.mark.parametrize(
    "written", [asdict, newer, earlier, without_owner, with_words_in_other_types]
)
async def test_parts_that_only_another_version_has_end_no_sign_in(written) -> None:
    vault = Vault.in_memory(threads=False)
    await vault.write(preferences.put, PREFERENCE, [written(SAVED), written(EDITED)])
    draft = ProfileDraft()
    await load_draft(vault, draft, MINE)
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
    await load_draft(vault, loaded, MINE)
    assert loaded.edited == EDITED
    vault.close()


async def test_what_is_given_up_is_sealed_no_more() -> None:
    vault, draft = Vault.in_memory(threads=False), ProfileDraft()
    draft.keep(SAVED, EDITED)
    await save_draft(vault, draft)
    await forget_draft(vault)
    assert await vault.read(preferences.get, PREFERENCE) is None
    vault.close()


@pytest.mark.parametrize(
    ("base", "edited", "read"),
    [
        (None, asdict(EDITED), EDITED),
        ({}, {"title": "主任医师", "member_id": "1001"}, Profile(MINE, "", "主任医师")),
        (asdict(SAVED), {"title": "主任医师"}, replace(SAVED, title="主任医师")),
        (asdict(SAVED), asdict(EDITED) | {"name": 7, "specialties": [["过敏"]]}, ALLERGIES),
        (asdict(SAVED) | {"title": 7}, asdict(EDITED) | {"specialties": "过敏"}, ALLERGIES),
    ],
)
async def test_what_the_doctor_wrote_is_there_whatever_else_is_not(base, edited, read) -> None:
    vault, draft = Vault.in_memory(threads=False), ProfileDraft()
    await vault.write(preferences.put, PREFERENCE, [base, edited, "another part"])
    await load_draft(vault, draft, MINE)
    assert draft.base is not None
    assert (draft.base.member_id, draft.base.title) == (MINE, "")
    assert draft.edited == read
    vault.close()


@pytest.mark.parametrize(
    "written",
    [7, [], {}, [asdict(SAVED)], [asdict(SAVED), None], {"edited": asdict(EDITED)}, [7, 7]],
)
async def test_what_is_not_understood_stays_for_the_version_that_wrote_it(written) -> None:
    vault, draft = Vault.in_memory(threads=False), ProfileDraft()
    await vault.write(preferences.put, PREFERENCE, written)
    await load_draft(vault, draft, MINE)
    assert draft.base is None
    await save_draft(vault, draft)
    assert await vault.read(preferences.get, PREFERENCE) == json.loads(json.dumps(written))
    vault.close()


async def test_what_a_newer_version_wrote_stays_until_the_page_is_changed() -> None:
    vault, draft = Vault.in_memory(threads=False), ProfileDraft()
    written = [newer(SAVED), newer(EDITED)]
    await vault.write(preferences.put, PREFERENCE, written)
    await load_draft(vault, draft, MINE)
    draft.keep(SAVED, EDITED)
    await save_draft(vault, draft)
    assert await vault.read(preferences.get, PREFERENCE) == json.loads(json.dumps(written))
    draft.keep(SAVED, SAVED)
    await save_draft(vault, draft)
    stored = await vault.read(preferences.get, PREFERENCE)
    assert "languages" not in stored[1]
    assert stored[1]["title"] == SAVED.title
    vault.close()


async def test_what_another_run_wrote_joins_what_this_one_has() -> None:
    vault, draft = Vault.in_memory(threads=False), ProfileDraft()
    other = replace(SAVED, introduction="昨天", title="教授")
    await vault.write(preferences.put, PREFERENCE, [asdict(SAVED), asdict(other)])
    draft.keep(SAVED, replace(SAVED, introduction="今天"))
    await load_draft(vault, draft, MINE)
    assert draft.edited == replace(SAVED, introduction="昨天\n今天", title="教授")
    assert (draft.base, draft.is_merged, draft.is_stored) == (SAVED, True, False)
    await save_draft(vault, draft)
    draft.is_merged = False
    await load_draft(vault, draft, MINE)
    assert (draft.is_merged, draft.is_stored) == (False, True)
    vault.close()


async def test_earlier_words_of_its_own_page_do_not_come_back() -> None:
    """A disk that was full had not taken the later ones."""
    vault, draft = Vault.in_memory(threads=False), ProfileDraft()
    draft.keep(SAVED, EDITED)
    await save_draft(vault, draft)
    draft.keep(SAVED, replace(SAVED, title="教授"))
    await load_draft(vault, draft, MINE)
    assert draft.edited == replace(SAVED, title="教授")
    assert not draft.is_merged
    vault.close()


async def test_nothing_is_stored_in_a_database_that_ends_with_the_process() -> None:
    """Else whoever closes the window is asked nothing, and the page is lost."""
    vault, draft = Vault.in_memory(threads=False), ProfileDraft()
    draft.keep(SAVED, EDITED)
    await save_draft(vault, draft, is_durable=False)
    assert not draft.is_stored
    await load_draft(vault, draft, MINE, is_durable=False)
    assert (draft.edited, draft.is_stored) == (EDITED, False)
    vault.close()
