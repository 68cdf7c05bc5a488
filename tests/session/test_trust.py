"""Certificates are read once a sign-in, for calls and IM, and never in the window's thread."""

import threading
from pathlib import Path

import pytest

from tests.fakes.authority import Authority
from tests.fakes.certificate_reads import CertificateReads
from tests.fakes.relays import tls_front
from tests.simulation.clinic import ward
from tests.simulation.people import DOMAIN, ME
from workstation.base.clock import SystemClock
from workstation.config import Settings
from workstation.services.access import open_access, require_trust
from workstation.services.server_address import read_address
from workstation.session.link_factory import LinkFactory


async def test_a_sign_in_reads_them_once_and_in_another_thread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority, reads = Authority(tmp_path), CertificateReads(monkeypatch)
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
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority, reads = Authority(tmp_path), CertificateReads(monkeypatch)
    await require_trust(Settings(ca_file=str(authority.path)))
    assert reads.files == {authority.path: 1}
    assert threading.get_ident() not in reads.threads
