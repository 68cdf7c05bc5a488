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
from workstation.settings.sources import SettingsSource

OF_THE_PLATFORM = (
    "api.paths",
    "im.domain",
    "im.path",
    "im.room_name",
    "im.room_service",
    "im.weakest_mechanism",
)


def resolution_for_demo(resolution: Resolution, *, tries_policy: bool = False) -> Resolution:
    """The same with the defaults for what tells of a platform, and nothing sent on or fetched.

    The sources say which values are the demo's: whoever reads them in its diagnostics looks for
    them in vain in the policy.
    """
    settings = resolution.settings
    demo = {key: BY_KEY[key].default for key in OF_THE_PLATFORM}
    if not tries_policy:
        demo["audit.forward"] = OFF
    if settings.update_mode == UpdateMode.STAGE.value:
        demo["update.mode"] = UpdateMode.NOTIFY.value
    values = {BY_KEY[key].name: value for key, value in demo.items()}
    changed = [key for key, value in demo.items() if getattr(settings, BY_KEY[key].name) != value]
    sources = {**resolution.sources, **dict.fromkeys(changed, SettingsSource.DEMO)}
    return replace(resolution, settings=replace(settings, **values), sources=sources)
