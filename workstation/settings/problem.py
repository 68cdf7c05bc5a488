"""What is wrong with a source of settings, or with one setting in it."""

from collections.abc import Mapping
from dataclasses import field

from workstation.domain.value import Value
from workstation.settings.sources import SettingsSource

# A log line and a line of the check are enough for these: the program works, and a doctor can
# mend none of them.
_FOR_ADMINISTRATORS = frozenset(
    {
        "unknown_key",
        "not_allowed",
        "folder_of_others",
        "no_effect",
        "any_server",
        "overruled",
        "too_late",
    }
)


_WITHOUT_EFFECT = frozenset({"no_effect", "any_server", "overruled", "too_late"})


class Problem(Value):
    """What is wrong with one source or one key in it.

    Reasons: those of ``SettingsLayer.fault``, and ``unknown_key``, ``bad_value``, ``not_allowed``
    (the user's file sets what only a policy may, or what is locked), and those of
    ``settings/contradictions``. ``place`` is that of the layer. ``facts`` are for the sentence of
    a check: of values only numbers and words of ours, as others may be somebody's password.
    """

    source: SettingsSource
    key: str
    reason: str
    place: str = field(default="", compare=False)
    facts: Mapping[str, str | int] = field(default_factory=dict, compare=False, repr=False)

    @property
    def well_read(self) -> bool:
        """Whether the value itself is good, and something beside it takes its effect away."""
        return self.reason in _WITHOUT_EFFECT

    @property
    def warning(self) -> bool:
        """Whether a log line is enough; otherwise people must be told."""
        return self.reason in _FOR_ADMINISTRATORS
