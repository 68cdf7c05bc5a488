"""What is wrong with a source of settings, or with one setting in it."""

from dataclasses import field

from workstation.domain.value import Value
from workstation.settings.sources import SettingsSource


class Problem(Value):
    """What is wrong with one source or one key in it; the value itself is not repeated.

    Reasons: those of ``SettingsLayer.fault``, and ``unknown_key``, ``bad_value``, ``not_allowed``
    (the user's file sets what only a policy may, or what is locked). ``place`` is that of the
    layer.
    """

    source: SettingsSource
    key: str
    reason: str
    place: str = field(default="", compare=False)

    @property
    def warning(self) -> bool:
        """Whether a log line is enough; otherwise people must be told."""
        return self.reason in {"unknown_key", "not_allowed", "folder_of_others"}
