"""From where pictures and recordings may be fetched."""

import ipaddress
from dataclasses import dataclass

from workstation.domain.address import ApiBase, Link, Origin
from workstation.domain.errors import ForeignMedia, InputError


@dataclass(frozen=True, slots=True)
class MediaOrigins:
    """The API's own origin, and the ``listed`` ones; with none listed, any but this computer.

    An address inside a consultation is a patient's or a stranger's word: without a list it may
    still not reach the services of this computer or of a cloud's metadata (loopback, link-local),
    unless the API itself is there.
    """

    base: ApiBase
    listed: frozenset[Origin] = frozenset()

    def resolve(self, reference: str) -> Link:
        """The address behind a URI, absolute or relative to the API's base.

        Raises ``ForeignMedia`` for anything that may not be fetched.
        """
        try:
            link = self.base.media(reference)
        except InputError:
            raise ForeignMedia("not an http or https address") from None
        if not self.allows(link):
            raise ForeignMedia(str(link.origin))
        return link

    def allows(self, link: Link) -> bool:
        """Whether this address may be asked, at first or after a redirect."""
        if link.origin == self.base.origin or link.origin in self.listed:
            return True
        if self.listed:
            return False
        return self.base.origin.loopback or not _own_or_special(link.origin)


def _own_or_special(origin: Origin) -> bool:
    address = origin.address
    if origin.loopback or address is None:
        return origin.loopback
    mapped = getattr(address, "ipv4_mapped", None)
    return _special(mapped or address)


def _special(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    return address.is_link_local or address.is_unspecified or address.is_multicast
