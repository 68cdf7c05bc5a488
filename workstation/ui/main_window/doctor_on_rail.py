"""The signed-in doctor at the head of the rail: name, department, and the platform's photo."""

from functools import partial

from PySide6.QtCore import QObject

from workstation.ui.media.doctor_photo import find_photo
from workstation.ui.media.thumbnail_loader import ThumbnailLoader
from workstation.ui.shell.rail import Rail
from workstation.ui.shell.signed_in import SignedIn


class DoctorOnRail(QObject):
    """Shows who is signed in, and again when the platform tells more of it.

    While it does not, the name of an earlier run has to do. A photo that is not there, or not
    allowed, leaves the initials.
    """

    def __init__(self, signed_in: SignedIn, rail: Rail, thumbnails: ThumbnailLoader) -> None:
        super().__init__(rail)
        self._signed_in, self._rail, self._thumbnails = signed_in, rail, thumbnails
        thumbnails.changed.connect(rail.doctor.update)
        stop = signed_in.account.profile.learned.subscribe(lambda _: self.show())
        self.destroyed.connect(stop)
        self.show()

    def show(self) -> None:
        """Show what is known of the doctor's page now."""
        profile, me = self._signed_in.account.profile, self._signed_in.account.member_id
        page = profile.page
        if page is None:
            self._rail.show_doctor(profile.display_name, me)
            return
        portrait = partial(find_photo, page, self._thumbnails)
        self._rail.show_doctor(page.name, me, page.department, portrait)
