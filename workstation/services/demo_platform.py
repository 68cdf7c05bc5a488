"""Which settings of a policy do not apply to the demo.

The demo's clinic is a separate server with the default paths and names; settings for the hospital's
platform would keep every training offline. An audit log collector could not tell the invented
patients from real ones, and gets their lines only where a policy is being tried out. Updates are
left to the doctor's own program.
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
    """The settings with defaults for the platform's, and nothing forwarded or fetched.

    The sources name the demo's values as such, since its diagnostics list them and the policy does
    not contain them.
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
