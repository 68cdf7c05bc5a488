"""What works the pages of the window, as far as they are made."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from workstation.ui.queue.page_wiring import ActiveWiring

if TYPE_CHECKING:
    from workstation.ui.history.wiring import HistoryWiring
    from workstation.ui.profile.wiring import ProfileWiring


@dataclass
class PageWirings:
    """The wirings of the pages that are made; each is ``None`` until its page is first shown."""

    active: ActiveWiring | None = None
    history: "HistoryWiring | None" = None
    profile: "ProfileWiring | None" = None
