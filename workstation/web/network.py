"""How this computer reaches others: through which proxy, trusting whom."""

from collections.abc import Mapping
from dataclasses import field
from pathlib import Path

from workstation.domain.value import Value

SYSTEM_PROXY = "system"
NO_PROXY = "direct"


class Network(Value):
    """Trust and route of every connection.

    ``ca_file`` holds PEM certificates trusted beside the system's. ``proxy`` is ``"system"``,
    ``"direct"`` or a proxy's address, which may hold its password. ``tls_names`` maps a host (a
    bare IP address, as a rule) to the name its certificate carries.
    """

    ca_file: Path | None = None
    proxy: str = field(default=SYSTEM_PROXY, repr=False)
    tls_names: Mapping[str, str] = field(default_factory=dict)
