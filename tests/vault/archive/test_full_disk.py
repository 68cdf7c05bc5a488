"""A disk that takes nothing tells nothing of what it was given."""

import apsw
import pytest

from tests.fakes.archive import ROOM, Archive, make_arrived
from workstation.domain.errors import DiskFull
from workstation.vault.archive.ingest import replace_unfit_items
from workstation.vault.archive.requests import PageRequest
from workstation.vault.conversation import messages


def test_what_a_full_disk_refuses_is_not_called_unreadable(database, monkeypatch):
    """It would be so for good; later it is kept like any other."""
    archive = Archive()
    archive.add(make_arrived("a"))

    def refuse(*_arguments, **_named):
        raise apsw.FullError

    monkeypatch.setattr(messages, "insert", refuse)
    with pytest.raises(DiskFull):
        replace_unfit_items(database, archive.page(PageRequest(ROOM)))
    assert not database.in_transaction
