"""The server address as doctors type it: a bare host means https."""

from workstation.config import Settings
from workstation.domain.address import ApiBase
from workstation.domain.errors import InputError

MAX_CHARACTERS = 500


def read_address(typed: str, settings: Settings) -> ApiBase:
    """The API base behind what was typed.

    Plain ``http`` sends the token in the clear: it is for this computer, and for hosts that the
    policy names. Raises ``InputError`` for ``address``: ``empty``, ``too_long``, ``malformed``,
    ``insecure``.
    """
    text = typed.strip()
    if not text:
        raise InputError("address", "empty")
    if len(text) > MAX_CHARACTERS:
        raise InputError("address", "too_long", limit=MAX_CHARACTERS)
    # People paste full-width punctuation from Chinese documents.
    text = text.translate(str.maketrans("：／．。", ":/.."))
    base = ApiBase.parse(text if "://" in text else f"https://{text}")
    require_private(base, settings)
    return base


def require_private(base: ApiBase, settings: Settings) -> None:
    """Raise ``InputError("address", "insecure")`` where others could read the token."""
    if not (base.private or base.origin.host in settings.plain_api_hosts):
        raise InputError("address", "insecure")
