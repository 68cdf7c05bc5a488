"""How a platform's IM servers are reached: their names, in the clear or not, their certificate."""

from workstation.config import Settings
from workstation.domain.address import ApiBase, is_loopback
from workstation.link.endpoints import Addressing
from workstation.link.names import Names


def names_of(settings: Settings, base: ApiBase) -> Names:
    """The names, by the domain of rooms: the API's host, unless the policy sets another."""
    domain = (settings.im_domain or base.origin.host).lower()
    return Names(domain, settings.im_room_name, settings.im_room_service)


def addressing(settings: Settings, base: ApiBase) -> Addressing:
    """The addresses: by TLS, but on loopback beside a plain platform or as the policy names it."""

    def plaintext(host: str) -> bool:
        beside = not base.origin.encrypted and is_loopback(host)
        return beside or host in settings.plain_im_hosts

    return Addressing(plaintext, settings.im_path)


def certificate_name(settings: Settings, base: ApiBase, host: str) -> str:
    """The name that a server's certificate must have: the IM domain, unless another is set."""
    return settings.tls_names.get(host, names_of(settings, base).domain)
