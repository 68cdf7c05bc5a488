"""Certificates are read once a sign-in, for calls and IM, and never in the window's thread."""

import ssl
import threading
from collections import Counter
from pathlib import Path

import pytest

from tests.fakes.authority import Authority
from tests.fakes.relays import tls_front
from tests.simulation.clinic import ward
from tests.simulation.people import DOMAIN, ME
from workstation.clock import SystemClock
from workstation.config import Settings
from workstation.services.access import open_access, require_trust
from workstation.services.server_address import read_address
from workstation.session.link_factory import LinkFactory


class Reads:
    """Which files of certificates were read, and by whom."""

    def __init__(self) -> None:
        self.files: Counter[Path] = Counter()
        self.threads: set[int] = set()

    def note(self, file: Path) -> None:
        """It is read now, in this thread."""
        self.files[file] += 1
        self.threads.add(threading.get_ident())


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> Reads:
    """What is read from now on."""
    made, library = Reads(), ssl.SSLContext.load_verify_locations

    def load(context: ssl.SSLContext, cafile: Path) -> None:
        made.note(Path(cafile))
        library(context, cafile)

    monkeypatch.setattr(ssl.SSLContext, "load_verify_locations", load)
    return made


async def test_a_sign_in_reads_them_once_and_in_another_thread(
    tmp_path: Path, reads: Reads
) -> None:
    authority = Authority(tmp_path)
    certificate = authority.server("localhost", DOMAIN)
    settings = Settings(im_domain=DOMAIN, ca_file=str(authority.path))
    async with ward() as clinic, tls_front(clinic.port, certificate) as port:
        clinic.clinic.faults.add(f"servers=127.0.0.1:{port}")
        base = read_address(f"https://localhost:{port}", settings)
        token = clinic.clinic.tokens.of(ME)
        access = await open_access(settings, base, token, SystemClock())
        try:
            factory = LinkFactory(settings, access, SystemClock(), member_id=ME)
            for _ in range(2):
                assert await factory.try_session()
        finally:
            await access.aclose()
    assert authority.path in reads.files
    assert set(reads.files.values()) == {1}
    assert threading.get_ident() not in reads.threads


async def test_whether_the_policys_file_can_be_used_is_seen_by_it_alone(
    tmp_path: Path, reads: Reads
) -> None:
    authority = Authority(tmp_path)
    await require_trust(Settings(ca_file=str(authority.path)))
    assert reads.files == {authority.path: 1}
    assert threading.get_ident() not in reads.threads
