"""What was rebuilt, came back or was lost is said until it is read, and how much is true."""

from pathlib import Path

import pytest

from workstation.domain.errors import DiskFull, KeyringUnavailable
from workstation.program.storage_notices import show_storage_notices
from workstation.session.memory_only import MemoryOnlyVaults
from workstation.session.storage import Storage
from workstation.ui.kit.strings import tr
from workstation.ui.kit.strings.unsent import unsent_and_drafts
from workstation.ui.kit.tasks import scope_of
from workstation.ui.shell.window_frame import WindowFrame
from workstation.vault.database import Vault
from workstation.vault.rescue.local_data import RestoredCounts
from workstation.vault.rescue.recovery import Salvage


class Desk:
    """Only what is said through it."""

    def __init__(self, frame: WindowFrame) -> None:
        self.frame, self.scope = frame, scope_of(frame)


@pytest.fixture
def desk(qtbot) -> Desk:
    frame = WindowFrame()
    qtbot.addWidget(frame)
    return Desk(frame)


@pytest.fixture
def vault():
    vault = Vault.in_memory(threads=False)
    yield vault
    vault.close()


@pytest.mark.parametrize(
    ("salvage", "text"),
    [
        (Salvage(3, 1, Path(), complete=True), "whole"),
        (Salvage(3, 0, Path(), complete=False), "partly"),
        (Salvage(0, 0, Path(), complete=False), "lost"),
        (Salvage(0, 0, Path(), complete=True), "nothing"),
    ],
)
def test_a_rebuilt_vault_says_what_was_recovered_and_what_is_lost(desk, vault, salvage, text):
    show_storage_notices(desk, Storage(vault, salvage=salvage), MemoryOnlyVaults(), None)
    notices = desk.frame.notices
    assert notices.text.text() == tr(
        f"keeping.salvaged.{text}", counts=unsent_and_drafts(salvage.unsent, salvage.drafts)
    )
    assert not notices.isHidden()


def test_what_came_back_is_said_one_after_the_other(desk, vault):
    vault.restored = 2
    show_storage_notices(
        desk, Storage(vault, returned=RestoredCounts(4, 1)), MemoryOnlyVaults(), None
    )
    notices = desk.frame.notices
    assert notices.text.text() == tr("keeping.restored.text", count=2)
    notices.close_button.click()
    assert notices.text.text() == tr("keeping.returned.text", counts=unsent_and_drafts(4, 1))
    notices.close_button.click()
    assert notices.isHidden()


def test_an_earlier_version_says_what_it_cannot_read_and_no_crash(desk, vault):
    """Nothing stopped: IT went back a version, and notes and quick replies are away."""
    vault.restored = 2
    show_storage_notices(desk, Storage(vault, newer_aside=True), MemoryOnlyVaults(), None)
    notices = desk.frame.notices
    assert notices.text.text() == tr("keeping.newer_aside.text")
    notices.close_button.click()
    assert notices.isHidden()


def test_of_drafts_alone_no_message_is_spoken(desk, vault):
    returned = RestoredCounts(drafts=2)
    show_storage_notices(desk, Storage(vault, returned=returned), MemoryOnlyVaults(), None)
    assert desk.frame.notices.text.text() == "已恢复：草稿 2 份。"


@pytest.mark.parametrize(
    ("error", "code"),
    [(DiskFull("x"), "storage.full"), (KeyringUnavailable("silent"), "storage.keyring.silent")],
)
def test_who_does_not_stay_signed_in_is_told_why(desk, vault, error, code):
    show_storage_notices(desk, Storage(vault), MemoryOnlyVaults(), error)
    assert desk.frame.notices.text.text() == tr(f"errors.{code}.what")


def test_with_nothing_to_tell_nothing_is_said(desk, vault):
    show_storage_notices(desk, Storage(vault), MemoryOnlyVaults(), None)
    assert desk.frame.notices.isHidden()
    assert desk.frame.strip.isHidden()
