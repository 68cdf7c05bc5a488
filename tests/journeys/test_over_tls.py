"""A clinic behind TLS under an authority of its own: the whole program, and who reads for it."""

import threading

from tests.fakes.authority import Authority
from tests.fakes.certificate_reads import CertificateReads
from tests.fakes.relays import tls_front
from tests.journeys.conftest import until
from workstation.domain.address import Origin
from workstation.domain.message import Delivery

STARTS = ("by the page", "remembered")


async def send(work, words: str) -> None:
    """Say something; the line is cut as soon as the server has it."""
    await work.online()
    await work.open_consultation(20418)
    await work.say(words)
    await until(lambda: work.messages()[-1].delivery is Delivery.SENT, "and sent")
    assert work.texts().count(words) == 1


async def test_calls_and_messages_go_by_certificates_that_are_read_once(
    workplace, policy, tmp_path, monkeypatch, caplog
):
    authority, clinic = Authority(tmp_path), workplace.clinic
    policy.update({"network.ca_file": str(authority.path), "im.domain": "127.0.0.1"})
    port = Origin.of(f"{clinic.address}/").port
    async with tls_front(port, authority.server("127.0.0.1")) as front:
        clinic.dial(f"servers=127.0.0.1:{front}", f"im-cut=after@in {clinic.member_id} message#1")
        monkeypatch.setattr(clinic, "address", f"https://127.0.0.1:{front}")
        reads = CertificateReads(monkeypatch)
        for words in STARTS:
            async with workplace.open() as work:
                await send(work, words)
    assert caplog.text.count("online at") > len(STARTS), "not once more after a cut"
    # Whether the policy's file can be used is looked at before anything else.
    assert reads.files.pop(authority.path) == 2 * len(STARTS)
    assert set(reads.files.values()) <= {len(STARTS)}
    assert threading.get_ident() not in reads.threads
