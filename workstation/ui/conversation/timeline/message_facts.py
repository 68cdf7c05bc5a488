"""What is shown of a message wherever it stands: whose it is, and where its medium is asked for."""

from workstation.domain.local_file import local_address
from workstation.domain.message import Message, Speaker, SpeakerRole
from workstation.ui.kit.strings import tr

DOCTORS = frozenset({SpeakerRole.ME, SpeakerRole.COLLEAGUE})


def media_address(message: Message) -> str:
    """Where a message's picture or recording is asked for: an own one before it has an address."""
    uploaded = message.attachment is not None and message.attachment.url
    return uploaded or local_address(message.file_id)


def speaker_name(message: Message) -> str:
    """The name that may be shown for who wrote it; an unvouched message has none."""
    return name_of(message.speaker)


def name_of(speaker: Speaker) -> str:
    """The name that may be shown for a speaker."""
    if speaker.role is SpeakerRole.UNVERIFIED:
        return tr("conversation.unverified")
    unnamed = "details.doctor" if speaker.role in DOCTORS else "conversation.member"
    return speaker.name or tr(unnamed, number=speaker.member_id)
