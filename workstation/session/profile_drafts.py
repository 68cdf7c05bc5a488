"""A doctor's unsaved profile edit, stored encrypted while the doctor may be away.

It is written a moment after each change, when the window is locked and when the sign-in ends, and
deleted once it was saved or discarded; so neither a window that is closed while it is locked nor a
computer that loses its power costs more than the last words.

What another run wrote while this one had no disk joins what this one has: it is one page.

Another version may have written it: each part is read for itself, and nothing is written over it
until the doctor changes the page.
"""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from workstation.domain.ids import MemberId
from workstation.domain.profile import Profile
from workstation.services.opening_as_json import is_number, read_words
from workstation.services.profile import ProfileDraft
from workstation.vault import preferences
from workstation.vault.database import Vault
from workstation.vault.rescue.form_merge import PROFILE, merge_profiles

PREFERENCE = PROFILE
TEXTS = ("name", "title", "hospital", "department", "introduction", "photo")
LISTS = ("specialties", "honours")


async def save_draft(vault: Vault, draft: ProfileDraft, *, is_durable: bool = True) -> None:
    """Store the draft, as the program may end now. Raises ``StorageError``.

    Nothing counts as stored in a database that is not durable.
    """
    if draft.base is None or draft.edited is None:
        await forget_draft(vault)
    elif not draft.is_stored:
        base, edited = draft.base, draft.edited
        await vault.write(preferences.put, PREFERENCE, [asdict(base), asdict(edited)])
        draft.last_stored = base, edited
        draft.is_stored = is_durable and draft.last_stored == (draft.base, draft.edited)


async def load_draft(
    vault: Vault, draft: ProfileDraft, member_id: MemberId, *, is_durable: bool = True
) -> None:
    """Take over what an earlier run left, together with what this one has.

    ``member_id`` is the doctor's; ``is_durable`` as in ``save_draft``. Raises ``StorageError``.
    """
    written = await vault.read(preferences.get, PREFERENCE)
    stored = _read_pair(written, member_id)
    if draft.base is None or draft.edited is None:
        if stored is not None:
            draft.keep(*stored)
    elif stored not in {None, draft.last_stored}:
        both = merge_profiles(written, [asdict(draft.base), asdict(draft.edited)])
        own, together = (draft.base, draft.edited), _read_pair(both, member_id)
        if together is not None and together != own:
            draft.keep(*together)
            draft.is_merged = True
    is_same = stored is not None and stored == (draft.base, draft.edited)
    draft.is_stored = is_durable and is_same
    draft.last_stored = stored


async def forget_draft(vault: Vault) -> None:
    """Delete the stored draft: it was saved or given up. Raises ``StorageError``."""
    given_up = await vault.read(preferences.get, PREFERENCE)
    if _read_pair(given_up, MemberId(0)) is not None:  # else it never was before the doctor's eyes
        # What was sealed since the look is of a page that was edited again.
        await vault.write(preferences.remove_value, PREFERENCE, given_up)


def _read_pair(stored: object, member_id: MemberId) -> tuple[Profile, Profile] | None:
    """The platform's copy and the edited one; ``None`` where no change of the doctor's is read.

    A part without the platform's copy counts as changed: saving it asks which one to take.
    """
    if not isinstance(stored, list) or len(stored) <= 1:
        return None
    base, edited = map(_read_parts, stored[:2])
    member = base.get("member_id", edited.get("member_id", member_id))
    nobody = {"member_id": member, "name": ""}
    both = Profile(**{**nobody, **base}), Profile(**{**nobody, **base, **edited})
    return None if both[0] == both[1] else both


def _read_parts(stored: object) -> dict[str, Any]:
    """The parts that are understood; one that only another version knows is left out."""
    held = stored if isinstance(stored, Mapping) else {}
    parts: dict[str, Any] = {name: read_words(held.get(name)) for name in TEXTS}
    for name in LISTS:
        entries = held.get(name)
        words = map(read_words, entries if isinstance(entries, list) else [entries])
        parts[name] = tuple(filter(None, words))
    read = {name: part for name, part in parts.items() if part or held.get(name) in ("", [])}
    member_id = held.get("member_id")
    return {**read, "member_id": MemberId(member_id)} if is_number(member_id) else read
