"""TLS contexts: the system's trust and nothing from the environment.

``ssl.create_default_context`` obeys SSLKEYLOGFILE, and OpenSSL's default paths obey SSL_CERT_FILE
and SSL_CERT_DIR. A bare ``SSLContext`` with the certificates named by path obeys none of them.
There is no way to switch verification off.
"""

import ssl
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

from workstation.domain.policy_errors import PolicyUnusable
from workstation.web.deferred_verification import Chain, verify_later
from workstation.web.network import Network

TlsContext = ssl.SSLContext
"""What judges certificates, for those who hand it on."""

OPENSSL_VERSION = ssl.OPENSSL_VERSION
LINUX_BUNDLES = (
    Path("/etc/ssl/certs/ca-certificates.crt"),  # Debian, Ubuntu, UOS, Kylin
    Path("/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem"),  # Red Hat, openEuler
    Path("/etc/pki/tls/certs/ca-bundle.crt"),
    Path("/etc/ssl/ca-bundle.pem"),  # SUSE
    Path("/etc/ssl/cert.pem"),  # Alpine
)

# X509_V_ERR_… of OpenSSL; CERT_E_… and CRYPT_E_REVOKED of Windows' own store (winerror.h), which
# truststore asks there.
_CERTIFICATE_FAULTS = {
    9: "not yet valid",
    10: "expired",
    18: "self-signed",
    19: "unknown issuer",
    20: "unknown issuer",
    21: "unknown issuer",
    23: "revoked",
    62: "other name",
    64: "other name",
    66: "too weak",
    67: "too weak",
    68: "too weak",
    0x800B0101: "not valid now",  # expired, or not valid yet: Windows does not say which
    0x800B0109: "unknown issuer",
    0x800B010A: "unknown issuer",
    0x800B010C: "revoked",
    0x800B010F: "other name",
    0x80092010: "revoked",
}
_UNTRUSTED_ROOTS = {0x800B0109, 0x800B010A}


def tls_error(error: Exception) -> ssl.SSLError | None:
    """What was wrong with TLS where that is why a connection failed; ``None`` for another reason.

    With ``Network.ca_file`` truststore asks Windows once more after a refusal; where Windows cannot
    be asked so, its own error comes out of that, an ``OSError`` that says nothing of certificates.
    The refusal still stands.
    """
    if isinstance(error, ssl.SSLError):
        return error
    refusal = error.__context__ if isinstance(error, OSError) else None
    return refusal if isinstance(refusal, ssl.SSLCertVerificationError) else None


def ended_in_handshake(error: Exception) -> bool:
    """Whether the other side went away before TLS stood; asked of what a handshake raised.

    That is asyncio's own word for it: the system's reset has a number.
    """
    return isinstance(error, ConnectionResetError) and error.errno is None


def tls_fault(error: ssl.SSLError) -> str:
    """The fault in a few plain words without names, such as ``expired`` or ``other name``."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return _CERTIFICATE_FAULTS.get(_code(_judgement(error)), "not valid")
    return (error.reason or "handshake").replace("_", " ").lower()


def _judgement(error: ssl.SSLCertVerificationError) -> ssl.SSLCertVerificationError:
    """The refusal that counts, where the library had two.

    With ``Network.ca_file`` truststore asks Windows twice: first with the system's roots, to which
    no hospital's own authority leads, then with the configured ones. It raises the first refusal
    again; the second, which says what is wrong, is the one that was being handled then.
    """
    second = error.__context__
    if _code(error) in _UNTRUSTED_ROOTS and isinstance(second, ssl.SSLCertVerificationError):
        return second
    return error


def _code(error: ssl.SSLCertVerificationError) -> int:
    """OpenSSL's or Windows' code; none where there was no certificate, or no name for it."""
    return getattr(error, "verify_code", 0)


def tls_context(network: Network) -> ssl.SSLContext:
    """A client's context: TLS 1.2 or newer, certificate and name always checked.

    Calls and WebSockets may share it: both are HTTP/1.1, and it offers nothing else (RFC 7301), as
    the HTTP library would have it do from its first connection on. To be used in one loop.

    Blocking: reads the system's certificates from the disk. Raises ``PolicyUnusable`` when the
    configured CA file cannot be read.
    """
    system_verifies = sys.platform in {"win32", "darwin"}
    context = _system_context(network.tls_names, system_verifies=system_verifies)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.set_alpn_protocols(["http/1.1"])
    rules = _let_system_verify(context) if system_verifies else context
    if network.ca_file is not None:
        _trust(rules, network.ca_file)
    return context


def require_readable(ca_file: Path) -> None:
    """Raise ``PolicyUnusable`` where nothing can be trusted by this file; blocking."""
    _trust(ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT), ca_file)


def _system_context(names: Mapping[str, str], *, system_verifies: bool) -> ssl.SSLContext:
    kind: Any = ssl.SSLContext
    if system_verifies:
        import truststore  # noqa: PLC0415  heavy, and after the first paint

        kind = truststore.SSLContext
    context: ssl.SSLContext = (_renaming(kind, names) if names else kind)(ssl.PROTOCOL_TLS_CLIENT)
    if not system_verifies:
        context.load_verify_locations(cafile=system_bundle())
    return context


def _let_system_verify(context: Any) -> ssl.SSLContext:
    """Let the system verify in another thread, by the context that is given back.

    truststore lets the one that begins a connection trust everybody for that moment, and whatever
    is verified by the same one then would be trusted.
    """
    from truststore import _api  # noqa: PLC0415  as above

    library: Any = _api
    rules = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)

    def verify(chain: Chain, name: str | None) -> None:
        if not name:
            raise ssl.SSLCertVerificationError("no name to verify it for")
        library._verify_peercerts_impl(rules, list(chain), server_hostname=name)  # noqa: SLF001

    verify_later(context._ctx, verify)  # noqa: SLF001
    return rules


def _renaming(kind: Any, names: Mapping[str, str]) -> Any:
    """A context that checks some hosts' certificates for a configured name instead of the host.

    The name is put in where every asyncio library starts TLS, so it also holds inside a proxy's
    tunnel, where HTTP libraries give no say.
    """

    class Renaming(kind):  # type: ignore[misc]
        def wrap_bio(
            self,
            incoming: ssl.MemoryBIO,
            outgoing: ssl.MemoryBIO,
            server_side: bool = False,  # noqa: FBT001, FBT002
            server_hostname: str | bytes | None = None,
            session: ssl.SSLSession | None = None,
        ) -> ssl.SSLObject:
            name = server_hostname
            host = name.decode() if isinstance(name, bytes) else name or ""
            renamed = names.get(host, name)
            wrapped = super().wrap_bio(incoming, outgoing, server_side, renamed, session)
            return cast("ssl.SSLObject", wrapped)

    return Renaming


def system_bundle() -> Path:
    """The distribution's file of trusted certificates, or the one that came along."""
    for bundle in LINUX_BUNDLES:
        if bundle.is_file():
            return bundle
    import certifi  # noqa: PLC0415  only where a distribution has no bundle

    return Path(certifi.where())


def _trust(context: ssl.SSLContext, ca_file: Path) -> None:
    try:
        if not ca_file.is_file():  # a pipe would hold the library for ever
            raise PolicyUnusable("ca_file", str(ca_file))
        context.load_verify_locations(cafile=ca_file)
    except (OSError, ssl.SSLError):
        raise PolicyUnusable("ca_file", str(ca_file)) from None
