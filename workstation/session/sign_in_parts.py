"""What a session is made of: who signed in, and what is there before and after the sign-in."""

from dataclasses import field

from workstation.base.clock import Clock
from workstation.base.paths import Folders
from workstation.config import Settings
from workstation.domain.ids import MemberId
from workstation.domain.profile import Profile
from workstation.domain.unsaved import UnsavedWords
from workstation.domain.value import Value
from workstation.services.audit import AuditTrail
from workstation.services.profile import ProfileDraft


class Surroundings(Value):
    """What a sign-in finds and leaves behind; ``folders`` are those of the account."""

    settings: Settings
    folders: Folders
    clock: Clock
    audit: AuditTrail


class SignedInDoctor(Value):
    """Who signed in. ``profile`` is ``None`` for a remembered doctor, whose sign-in goes on.

    ``profile_draft`` and ``words`` are what no disk has, also of earlier sign-ins of this run.
    """

    member_id: MemberId
    profile: Profile | None = None
    profile_draft: ProfileDraft | None = None
    words: UnsavedWords = field(default_factory=UnsavedWords)
