"""Own pictures and recordings on their way to the hospital: checked, cleaned, put into a slot."""

import asyncio
from dataclasses import field

from workstation.domain.address import ApiBase, WebAddress
from workstation.domain.errors import ForeignMedia, InputError, MediaTooLarge
from workstation.domain.value import Value
from workstation.media.formats import Format, MediaKind, require
from workstation.media.picture import clean_picture, inspect
from workstation.web.bounds import UPLOAD_BYTES
from workstation.web.media_client import PutTarget


class Prepared(Value):
    """What will be sent, byte for byte; sizes in pixels for a picture."""

    content: bytes = field(repr=False)
    format: Format
    width: int | None = None
    height: int | None = None


async def prepare_picture(content: bytes) -> Prepared:
    """Check a picture and take place, time, device and comments out of it.

    Raises ``UnsupportedMedia``, ``MediaTooLarge``, ``BrokenMedia``.
    """
    picture = await asyncio.to_thread(lambda: clean_picture(inspect(content)))
    return Prepared(picture.content, picture.format, picture.width, picture.height)


async def prepare_recording(content: bytes) -> Prepared:
    """Check a recording. Raises ``UnsupportedMedia`` and ``MediaTooLarge``."""
    if len(content) > UPLOAD_BYTES:
        raise MediaTooLarge(f"more than {UPLOAD_BYTES} bytes")
    return Prepared(content, require(content, MediaKind.RECORDING))


def read_slot(base: ApiBase, put_url: str, headers: dict[str, str]) -> PutTarget:
    """The slot an IM server gave (XEP-0363). Raises ``ForeignMedia`` for one in the clear.

    Plain ``http`` is for a platform that is plain itself, as on this very computer.
    """
    try:
        address = WebAddress.parse(put_url)
    except InputError:
        raise ForeignMedia("not an http or https address") from None
    if base.origin.encrypted and not address.origin.encrypted:
        raise ForeignMedia("upload without encryption")
    return PutTarget(address, headers)
