"""Whether pictures open in a window of their own: the setting, and the doctor's last choice."""

from collections.abc import Callable
from pathlib import Path

from workstation.config.settings import VIEWER_OWN_WINDOW
from workstation.settings.resolve import Resolution
from workstation.ui.viewer.own_window import OwnWindowChoice


def make_viewer_choice(
    file: Path, resolution: Callable[[], Resolution], pick: Callable[[str, object], None]
) -> OwnWindowChoice:
    """Where pictures open; where the administrator decides it, nothing else is remembered.

    ``file`` keeps the window's place, ``pick`` changes a setting.
    """

    def remember(own: bool) -> None:  # noqa: FBT001 - a callback
        now = resolution()
        if now.settings.viewer_own_window != own and not now.locked(VIEWER_OWN_WINDOW):
            pick(VIEWER_OWN_WINDOW, own)

    return OwnWindowChoice(file, lambda: resolution().settings.viewer_own_window, remember)
