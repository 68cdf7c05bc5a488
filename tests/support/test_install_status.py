"""What the silent step answers IT's tool, and who may run it."""

import os
import sys

import pytest

from workstation.domain.update_errors import (
    InstallerFailed,
    NotAdministrator,
    NothingStaged,
    UpdateRefused,
)
from workstation.support import install_staged as product
from workstation.support.install_staged import run_install_staged


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (NothingStaged(), 3),
        (UpdateRefused("expired", "metadata/timestamp.json"), 4),
        (InstallerFailed("apt-get, 100"), 5),
        (NotAdministrator(), 6),
    ],
)
def test_the_exit_status_tells_it_s_tool_what_became_of_it(error, status, monkeypatch, capsys):
    def refused():
        raise error

    monkeypatch.setattr(product, "_require_administrator", refused)
    assert run_install_staged(None) == status
    assert capsys.readouterr().out.strip()


@pytest.mark.skipif(sys.platform == "win32", reason="mode bits, which Windows does not have")
def test_a_doctor_does_not_install(monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(NotAdministrator):
        product._require_administrator()
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    product._require_administrator()
