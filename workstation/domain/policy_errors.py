"""The branch of ``ConfigurationError`` that is the administrator's settings, and the demo."""

from workstation.domain.errors import ConfigurationError


class PolicyUnusable(ConfigurationError):
    """The administrator's settings are there and cannot be used; the program stops without them.

    ``place`` is the file with line and column (``/etc/…/policy.json:3:7``), or the registry's key.
    ``reason`` is unreadable, encoding (not UTF-8), malformed, no_object (JSON, such as a list),
    too_large, writable_by_others, server (``api.base`` is no address), insecure (it is plain http
    that the policy does not allow) or ca_file.
    """

    code = "configuration.policy"

    def __init__(self, reason: str, place: str) -> None:
        super().__init__(f"{reason}: {place}")
        self.reason = reason
        self.place = place


class ServerChanged(ConfigurationError):
    """Whoever is signed in is so at another server than the administrator's settings name."""

    code = "configuration.server"


class DemoNotStarted(ConfigurationError):
    """The demo's clinic did not start: mostly a disk that takes nothing."""

    code = "configuration.demo_start"


class DemoForbidden(ConfigurationError):
    """The policy switches the demo off."""

    code = "configuration.demo"
