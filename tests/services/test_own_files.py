"""Own files: what few others could open is refused before it is sent, and a lost one is said."""

import asyncio
from pathlib import Path

import pytest

from workstation.domain.documents import ALL_DOCUMENTS
from workstation.domain.errors import BrokenMedia, UnsupportedMedia
from workstation.domain.local_file import local_address
from workstation.services.media_reader import MediaReader
from workstation.services.picture_forms import picture_form
from workstation.vault.database import Vault

SAMPLES = Path(__file__).parents[1] / "media" / "samples"


def test_a_phones_own_format_is_refused_by_its_name() -> None:
    with pytest.raises(UnsupportedMedia) as refused:
        picture_form((SAMPLES / "red-left-blue-right-96x64.heic").read_bytes())
    assert refused.value.detail == "heic"


def test_a_file_that_is_gone_is_not_a_picture_of_nothing() -> None:
    vault = Vault.in_memory(threads=False)
    reader = MediaReader(None, vault, ALL_DOCUMENTS)
    for read in (reader.picture, reader.recording, reader.original):
        with pytest.raises(BrokenMedia) as gone:
            asyncio.run(read(local_address("no-such-file")))
        assert gone.value.detail == "the file is gone"
    vault.close()


def test_an_own_file_waits_for_no_network() -> None:
    vault = Vault.in_memory(threads=False)
    reader = MediaReader(None, vault, ALL_DOCUMENTS)
    assert not asyncio.run(reader.needs_network(local_address("any-file")))
    vault.close()
