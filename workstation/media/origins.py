"""From where pictures and recordings may be fetched, and where an upload may go.

A name says nothing of where it leads, and what it leads to may change between two looks (DNS
rebinding). So ``allows`` only looks at the spelling, for an answer without a network; what decides
is ``reaches``, asked by the wire for the very address it is about to connect to.

Without a list of the policy's an address may lead *no nearer than the platform itself*: from a
platform in the internet to the internet, from one in the clinic's network also to that network,
from one on this computer (the demo, a test) also to this computer. The platform's own origin and
listed ones are the administrator's word, and lead wherever they lead.
"""

from workstation.domain.address import ApiBase, Origin, WebAddress
from workstation.domain.errors import ForeignMedia, InputError
from workstation.domain.value import Value
from workstation.domain.zones import Zone, zone_of


class MediaOrigins(Value):
    """The API's own origin, and the ``listed`` ones; with none listed, what is not too near."""

    base: ApiBase
    listed: frozenset[Origin] = frozenset()

    def resolve(self, reference: str) -> WebAddress:
        """The address behind a URI, absolute or relative to the API's base.

        Raises ``ForeignMedia`` for anything that may not be fetched.
        """
        try:
            address = self.base.media(reference)
        except InputError:
            raise ForeignMedia("not an http or https address") from None
        if not self.allows(address):
            raise ForeignMedia(str(address.origin))
        return address

    def allows(self, address: WebAddress) -> bool:
        """Whether this address may be asked, at first or after a redirect, by its spelling."""
        if address.origin == self.base.origin or address.origin in self.listed:
            return True
        if self.listed:
            return False
        zone = _normalised(address.origin)
        return zone is not Zone.NOWHERE and (zone < Zone.COMPUTER or self.base.origin.loopback)

    @property
    def home(self) -> Origin:
        """The platform's origin: other addresses may lead no nearer to this computer than it."""
        return self.base.origin

    def named(self, host: str, port: int) -> bool:
        """Whether the administrator named this host, wherever it leads."""
        return any(
            (origin.host, origin.port) == (host, port) for origin in {self.home, *self.listed}
        )

    def reaches(self, zone: Zone, home: Zone) -> bool:
        """Whether an address in one zone may be connected to for a platform in another.

        ``NOWHERE`` is nearer than any platform.
        """
        nearest = Zone.COMPUTER if self.home.loopback else min(home, Zone.CLINIC)
        return zone <= nearest


def _normalised(origin: Origin) -> Zone:
    """The zone as far as it can be told without asking for the name."""
    if origin.loopback:
        return Zone.COMPUTER
    return Zone.INTERNET if origin.address is None else zone_of(origin.address)
