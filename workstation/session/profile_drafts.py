"""A doctor's unsaved profile edit, stored encrypted while the doctor may be away.

It is written a moment after each change, when the window is locked and when the sign-in ends, and
deleted once it was saved or discarded; so neither a window that is closed while it is locked nor a
computer that loses its power costs more than the last words.
"""

from dataclasses import asdict, fields
from typing import Any

from workstation.domain.profile import Profile
from workstation.services.profile import ProfileDraft
from workstation.vault import preferences
from workstation.vault.database import Vault

PREFERENCE = "profile.draft"


async def save_draft(vault: Vault, draft: ProfileDraft) -> None:
    """Store the draft, as the program may end now. Raises ``StorageError``."""
    if draft.base is None or draft.edited is None:
        await forget_draft(vault)
    else:
        base, edited = draft.base, draft.edited
        await vault.write(preferences.put, PREFERENCE, [asdict(base), asdict(edited)])
        draft.is_stored = (base, edited) == (draft.base, draft.edited)


async def load_draft(vault: Vault, draft: ProfileDraft) -> None:
    """Take over what an earlier run left, unless this run has a draft already.

    Raises ``StorageError``.
    """
    stored = await vault.read(preferences.get, PREFERENCE)
    if stored is not None and draft.base is None:
        draft.keep(*map(_profile, stored))
        draft.is_stored = True


async def forget_draft(vault: Vault) -> None:
    """Delete the stored draft: it was saved or given up. Raises ``StorageError``."""
    given_up = await vault.read(preferences.get, PREFERENCE)
    if given_up is not None:
        # What was sealed since the look is of a page that was edited again.
        await vault.write(preferences.remove_value, PREFERENCE, given_up)


def _profile(stored: dict[str, Any]) -> Profile:
    """A part that only a newer version knows is left out, one that an earlier had not is empty."""
    parts = {part.name: stored[part.name] for part in fields(Profile) if part.name in stored}
    lists = {name: tuple(parts.get(name, ())) for name in ("specialties", "honours")}
    return Profile(**{**parts, **lists})
