"""What the demo leaves out of a policy: how the hospital's own platform is spoken to.

Its clinic is a server of its own, with the paths and names that hold where nothing is set. A policy
for the hospital's would keep every training offline.
"""

from dataclasses import replace

from workstation.config import BY_KEY
from workstation.settings.resolve import Resolution

OF_THE_PLATFORM = (
    "api.paths",
    "im.domain",
    "im.path",
    "im.room_name",
    "im.room_service",
    "im.weakest_mechanism",
)


def resolution_for_demo(resolution: Resolution) -> Resolution:
    """The same with the defaults for what tells of a platform."""
    declared = [BY_KEY[key] for key in OF_THE_PLATFORM]
    own = {each.name: each.default for each in declared}
    return replace(resolution, settings=replace(resolution.settings, **own))
