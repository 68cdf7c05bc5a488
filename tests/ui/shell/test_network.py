"""The network's coming and going is told; only none at all counts as none."""

import pytest
from PySide6.QtNetwork import QNetworkInformation

from workstation.ui.shell.network import NetworkWatch

Reachability = QNetworkInformation.Reachability


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize(
    ("reachability", "available"),
    [
        (Reachability.Disconnected, False),
        (Reachability.Unknown, True),
        (Reachability.Local, True),
        (Reachability.Site, True),
        (Reachability.Online, True),
    ],
)
def test_a_local_network_is_a_network(reachability, available):
    emitted = []
    NetworkWatch(emitted.append).on_reachability(reachability)
    assert emitted == [available]
