"""What a page with a conversation has from its window."""

from collections.abc import Callable, Sequence

from workstation.base.task_scope import TaskScope
from workstation.domain.consultation import Consultation
from workstation.domain.message import Message
from workstation.domain.photos import ViewerStart
from workstation.domain.value import Value
from workstation.ui.kit.layers.snack_bar import Notify
from workstation.ui.media.saving import Saving
from workstation.ui.media.thumbnail_loader import ThumbnailLoader
from workstation.ui.shell.signed_in import SignedIn

OpenPictures = Callable[[Consultation, str, Sequence[Message], ViewerStart], None]
"""Shows the picture at an address large, among those of a consultation and its messages."""


class PageContext(Value):
    """What all pages of a window share.

    ``scope`` ends with the window. ``is_focused`` says whether it is the active one, ``notify``
    shows a notice.
    """

    signed_in: SignedIn
    thumbnails: ThumbnailLoader
    scope: TaskScope
    saving: Saving
    open_picture: OpenPictures
    is_focused: Callable[[], bool]
    notify: Notify
