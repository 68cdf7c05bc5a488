"""That this account has read a room, told by its own server (XEP-0490; ``displayed_sync``)."""

from workstation.domain.ids import ArchiveId
from workstation.domain.value import Value
from workstation.xmpp.jid import Jid


class DisplayedElsewhere(Value):
    """Some computer of this account has seen a room up to ``archive_id``."""

    room_jid: Jid
    archive_id: ArchiveId
