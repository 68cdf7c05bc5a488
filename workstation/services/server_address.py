"""The server address as doctors type it: a bare host means https."""

import unicodedata

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
    # An input method that was left on types full-width letters and a full stop of its own.
    text = unicodedata.normalize("NFKC", typed).replace("。", ".").strip()
    if not text:
        raise InputError("address", "empty")
    if len(text) > MAX_CHARACTERS:
        raise InputError("address", "too_long", limit=MAX_CHARACTERS)
    base = ApiBase.parse(text if "://" in text else f"https://{text}")
    require_private(base, settings)
    return base


def require_private(base: ApiBase, settings: Settings) -> None:
    """Raise ``InputError("address", "insecure")`` where others could read the token."""
    if not (base.private or base.origin.host in settings.plain_api_hosts):
        raise InputError("address", "insecure")
