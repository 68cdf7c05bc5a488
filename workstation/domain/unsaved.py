"""What would be lost with a program that cannot keep anything on its computer."""

from workstation.domain.value import value


@value
class Unsaved:
    """How many messages no room has confirmed, and how many drafts, of summaries too.

    ``notes`` counts the patients about whom something is noted, where that would go as well.
    ``patients`` are the names of those whom they are about, each once.
    """

    unsent: int = 0
    drafts: int = 0
    patients: tuple[str, ...] = ()
    notes: int = 0

    def __bool__(self) -> bool:
        return bool(self.unsent or self.drafts or self.notes)
