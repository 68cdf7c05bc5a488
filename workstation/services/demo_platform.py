"""What the demo leaves out of a policy: how the hospital's own platform is spoken to, and more.

Its clinic is a server of its own, with the paths and names that hold where nothing is set. A policy
for the hospital's would keep every training offline. A collector of audit logs could not tell its
invented patients from real ones, and gets them only where somebody tries a policy. Of a newer
version it tells and fetches none: the doctor's own program does.
"""

from dataclasses import replace

from workstation.audit.forwarding import OFF
from workstation.config import BY_KEY
from workstation.domain.updates import UpdateMode
from workstation.settings.resolve import Resolution

OF_THE_PLATFORM = (
    "api.paths",
    "im.domain",
    "im.path",
    "im.room_name",
    "im.room_service",
    "im.weakest_mechanism",
)


def resolution_for_demo(resolution: Resolution, *, tries_policy: bool = False) -> Resolution:
    """The same with the defaults for what tells of a platform, and nothing sent on or fetched."""
    declared = [BY_KEY[key] for key in OF_THE_PLATFORM]
    settings = replace(resolution.settings, **{each.name: each.default for each in declared})
    if not tries_policy:
        settings = replace(settings, audit_forward=OFF)
    if settings.update_mode == UpdateMode.STAGE.value:
        settings = replace(settings, update_mode=UpdateMode.NOTIFY.value)
    return replace(resolution, settings=settings)
