"""What the window is given from outside: the system's network, and what a policy lets be said."""

from types import SimpleNamespace

import pytest
from PySide6.QtNetwork import QNetworkInformation
from PySide6.QtWidgets import QWidget

from workstation.session import main_window
from workstation.settings.resolve import resolve
from workstation.settings.sources import SettingsLayer, SettingsSource
from workstation.ui.shell.network import NetworkWatch

Reachability = QNetworkInformation.Reachability


def test_whoever_is_signed_in_hears_that_the_network_comes_and_goes(qtbot) -> None:
    changes: list[bool] = []
    link = SimpleNamespace(set_network=lambda *, available: changes.append(available))
    session = SimpleNamespace(messaging=SimpleNamespace(link=link))
    frame = QWidget()
    qtbot.addWidget(frame)
    main_window.watch_network(frame, session)
    (watch,) = frame.findChildren(NetworkWatch)
    watch.on_reachability(Reachability.Disconnected)
    watch.on_reachability(Reachability.Online)
    assert changes == [False, True]


@pytest.mark.parametrize("layer", [SettingsSource.USER, SettingsSource.POLICY_FILE])
@pytest.mark.parametrize("quotes", [True, False])
def test_only_a_policy_keeps_words_from_being_said_aloud(
    layer: SettingsSource,
    quotes: bool,
) -> None:
    resolution = resolve([SettingsLayer(layer, {main_window.NOTIFY_CONTENT: quotes})])
    assert main_window._may_quote(resolution) is (quotes or layer is SettingsSource.USER)
