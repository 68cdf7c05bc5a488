import asyncio
import os
import ssl
import sys

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.fakes.http_server import Script, json_answer, serving
from workstation.domain.address import ApiBase
from workstation.domain.errors import ConfigurationError, ConnectionDropped, TlsFailure
from workstation.web.api_client import ApiClient
from workstation.web.network import Network
from workstation.web.opening import open_wire, open_wires
from workstation.web.tls import require_readable, system_bundle, tls_context, tls_error, tls_fault


async def _ask(wired, script, host="127.0.0.1", **network):
    base = ApiBase.parse(script.origin.replace("127.0.0.1", host))
    async with wired(**network) as wire:
        return await ApiClient(wire, base, "token").send("GET", "/", call="GET /")


WINDOWS, NOW = sys.platform == "win32", "not valid now"
WINDOWS_CODES = {
    0x800B0101: "not valid now",
    0x800B0109: "unknown issuer",
    0x800B010A: "unknown issuer",
    0x800B010C: "revoked",
    0x800B010F: "other name",
    0x80092010: "revoked",
    0x800B0110: "not valid",
}


def refusal(code: int) -> ssl.SSLCertVerificationError:
    """What truststore raises where Windows' own store refuses a certificate."""
    error = ssl.SSLCertVerificationError("in the language of that Windows")
    error.verify_code = code
    return error


@pytest.mark.parametrize(("code", "words"), WINDOWS_CODES.items())
def test_the_reasons_of_windows_own_store_are_told_apart(code, words):
    assert tls_fault(refusal(code)) == words


def ask_twice(code: int) -> None:
    """As truststore does with an authority of one's own, which the system does not know."""
    try:
        raise refusal(0x800B0109)
    except ssl.SSLCertVerificationError as error:
        try:
            raise refusal(code)
        except ssl.SSLCertVerificationError:
            raise error from None


@pytest.mark.parametrize("code", [0x800B0101, 0x800B010F])
def test_under_an_authority_of_ones_own_its_judgement_is_told_not_the_systems(code):
    with pytest.raises(ssl.SSLCertVerificationError) as raised:
        ask_twice(code)
    assert tls_fault(raised.value) == WINDOWS_CODES[code]


def stumble_over(refused: ssl.SSLCertVerificationError) -> None:
    """As truststore does where Windows cannot be asked by an authority of one's own."""
    try:
        raise refused
    except ssl.SSLCertVerificationError as error:
        raise OSError(22, "Invalid parameter.") from error


def test_a_refusal_stands_where_windows_cannot_be_asked_once_more():
    with pytest.raises(OSError, match="Invalid") as raised:
        stumble_over(refusal(0x800B0101))
    assert tls_fault(tls_error(raised.value)) == "not valid now"
    assert tls_error(ConnectionRefusedError()) is None


async def test_an_unknown_authority_is_refused(wired, authority):
    async with serving(json_answer({}), tls=authority.server("127.0.0.1")) as script:
        with pytest.raises(TlsFailure, match="unknown issuer"):
            await _ask(wired, script)
    assert script.received == []


async def test_a_bare_address_is_trusted_by_its_entry_in_the_certificate(wired, authority):
    async with serving(json_answer({}), tls=authority.server("127.0.0.1")) as script:
        assert (await _ask(wired, script, ca_file=authority.path)).status == 200


async def test_a_name_is_trusted_under_the_configured_authority(wired, authority):
    async with serving(json_answer({}), tls=authority.server("localhost")) as script:
        answer = await _ask(wired, script, host="localhost", ca_file=authority.path)
    assert answer.status == 200


async def test_a_certificate_of_another_name_is_refused(wired, authority):
    async with serving(json_answer({}), tls=authority.server("im.hospital.example")) as script:
        with pytest.raises(TlsFailure, match="other name"):
            await _ask(wired, script, ca_file=authority.path)


async def test_a_bare_address_may_be_checked_for_a_configured_name(wired, authority):
    names = {"127.0.0.1": "im.hospital.example"}
    async with serving(json_answer({}), tls=authority.server("im.hospital.example")) as script:
        answer = await _ask(wired, script, ca_file=authority.path, tls_names=names)
    assert answer.status == 200
    async with serving(json_answer({}), tls=authority.server("127.0.0.1")) as script:
        with pytest.raises(TlsFailure, match="other name"):
            await _ask(wired, script, ca_file=authority.path, tls_names=names)


async def test_a_certificate_that_is_not_valid_yet_is_refused(wired, authority):
    """So it is on a computer whose clock is back in 2015, as its battery is empty."""
    async with serving(json_answer({}), tls=authority.server("127.0.0.1", from_days=1)) as script:
        with pytest.raises(TlsFailure, match=NOW if WINDOWS else "not yet valid"):
            await _ask(wired, script, ca_file=authority.path)


@pytest.mark.skipif(WINDOWS, reason="Windows' own store has rules of its own for keys")
async def test_a_key_that_is_too_short_is_refused_for_what_it_is(wired, authority):
    weak = authority.server("127.0.0.1", key=rsa.generate_private_key(65537, 1024))  # noqa: S505
    async with serving(json_answer({}), tls=weak) as script:
        with pytest.raises(TlsFailure, match="too weak"):
            await _ask(wired, script, ca_file=authority.path)


async def test_an_expired_certificate_is_refused(wired, authority):
    async with serving(json_answer({}), tls=authority.server("127.0.0.1", days=-1)) as script:
        with pytest.raises(TlsFailure, match=NOW if WINDOWS else "expired"):
            await _ask(wired, script, ca_file=authority.path)


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion.TLSv1_1 is deprecated")
async def test_tls_1_1_is_refused(wired, authority):
    old = authority.server("127.0.0.1", tls=ssl.TLSVersion.TLSv1_1)
    async with serving(json_answer({}), tls=old) as script:
        with pytest.raises(TlsFailure):
            await _ask(wired, script, ca_file=authority.path)


async def test_a_plain_server_behind_an_https_address_is_a_tls_failure(wired):
    async def answer_at_once(reader, writer):
        await reader.read(1)
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        writer.close()

    async with await asyncio.start_server(answer_at_once, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        with pytest.raises(TlsFailure, match="wrong version"):
            await _ask(wired, Script([], origin=f"https://127.0.0.1:{port}"))


async def test_a_connection_cut_under_tls_is_dropped_not_untrusted(wired, authority):
    cut = b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"
    async with serving(cut, tls=authority.server("127.0.0.1")) as script:
        with pytest.raises(ConnectionDropped):
            await _ask(wired, script, ca_file=authority.path)


async def test_the_environment_has_no_say(wired, authority, monkeypatch, tmp_path):
    keys = tmp_path / "keys.log"
    monkeypatch.setenv("SSLKEYLOGFILE", str(keys))
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.path))
    monkeypatch.setenv("SSL_CERT_DIR", str(authority.path.parent))
    async with serving(json_answer({}), tls=authority.server("127.0.0.1")) as script:
        with pytest.raises(TlsFailure):
            await _ask(wired, script)
        await _ask(wired, script, ca_file=authority.path)
    assert not keys.exists()


def test_the_context_verifies_and_trusts_the_system():
    context = tls_context(Network())
    assert context.verify_mode == ssl.CERT_REQUIRED
    assert context.check_hostname
    assert context.minimum_version == ssl.TLSVersion.TLSv1_2
    if sys.platform != "win32":  # which is asked itself, for each certificate
        assert len(context.get_ca_certs()) > 20
    assert system_bundle().is_file()


@pytest.mark.parametrize("content", [None, "no certificate"])
async def test_a_ca_file_that_cannot_be_read_stops(tmp_path, content):
    path = tmp_path / "ca.pem"
    if content is not None:
        path.write_text(content)
    with pytest.raises(ConfigurationError, match=r"ca\.pem"):
        await open_wire(Network(ca_file=path))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="a file whose reading hangs: a FIFO")
def test_a_pipe_in_the_place_of_the_ca_file_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "ca.pem")
    with pytest.raises(ConfigurationError, match=r"ca\.pem"):
        require_readable(tmp_path / "ca.pem")


async def test_wires_of_one_sign_in_read_the_certificates_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As parsed they are more than a megabyte."""
    networks: list[Network] = []

    def read(network: Network) -> ssl.SSLContext:
        networks.append(network)
        return tls_context(network)

    monkeypatch.setattr("workstation.web.tls.tls_context", read)
    _, wires = await open_wires(Network(), None, None)
    for wire in wires:
        await wire.aclose()
    assert len(wires) == 2
    assert networks == [Network()]
