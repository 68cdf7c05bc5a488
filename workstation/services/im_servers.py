"""How a platform's IM servers are reached: their names, in the clear or not, their certificate."""

from workstation.config import Settings
from workstation.domain.address import ApiBase, is_loopback
from workstation.link.endpoints import Addressing
from workstation.link.names import Names


def names_of(settings: Settings, base: ApiBase) -> Names:
    """How this hospital names rooms and accounts: the API's host, unless the policy says else."""
    domain = (settings.im_domain or base.origin.host).lower()
    return Names(domain, settings.im_room_name, settings.im_room_service)


def addressing(settings: Settings, base: ApiBase) -> Addressing:
    """TLS everywhere but on loopback beside a plain platform, and where the policy names a host."""

    def plaintext(host: str) -> bool:
        beside = not base.origin.encrypted and is_loopback(host)
        return beside or host in settings.plain_im_hosts

    return Addressing(plaintext, settings.im_path)


def certificate_name(settings: Settings, base: ApiBase, host: str) -> str:
    """What a server's certificate must name: the IM domain, unless the settings say else."""
    return settings.tls_names.get(host, names_of(settings, base).domain)
