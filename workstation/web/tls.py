"""TLS contexts: the system's trust and nothing from the environment.

``ssl.create_default_context`` obeys SSLKEYLOGFILE, and OpenSSL's default paths obey SSL_CERT_FILE
and SSL_CERT_DIR. A bare ``SSLContext`` with the certificates named by path obeys none of them.
There is no way to switch verification off.
"""

import ssl
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from workstation.domain.errors import ConfigurationError
from workstation.web.network import Network

LINUX_BUNDLES = (
    Path("/etc/ssl/certs/ca-certificates.crt"),  # Debian, Ubuntu, UOS, Kylin
    Path("/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem"),  # Red Hat, openEuler
    Path("/etc/pki/tls/certs/ca-bundle.crt"),
    Path("/etc/ssl/ca-bundle.pem"),  # SUSE
    Path("/etc/ssl/cert.pem"),  # Alpine
)


class _NamedContext(ssl.SSLContext):
    """Checks some hosts' certificates for a configured name instead of the host.

    The name is put in where every asyncio library starts TLS, so it also holds inside a proxy's
    tunnel, where HTTP libraries give no say.
    """

    names: Mapping[str, str] = {}

    def wrap_bio(self, *args: Any, **options: Any) -> ssl.SSLObject:
        host = options.get("server_hostname")
        if isinstance(host, str):
            options["server_hostname"] = self.names.get(host, host)
        return super().wrap_bio(*args, **options)


def tls_context(network: Network) -> ssl.SSLContext:
    """A client's context: TLS 1.2 or newer, certificate and name always checked.

    Raises ``ConfigurationError`` when the configured CA file cannot be read.
    """
    context = _system_context(network.tls_names)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if network.ca_file is not None:
        _trust(context, network.ca_file)
    return context


def _system_context(names: Mapping[str, str]) -> ssl.SSLContext:
    if sys.platform in {"win32", "darwin"}:
        return _operating_system_context(names)
    context = _NamedContext(ssl.PROTOCOL_TLS_CLIENT)
    context.names = names
    context.load_verify_locations(cafile=system_bundle())
    return context


def _operating_system_context(names: Mapping[str, str]) -> ssl.SSLContext:
    import truststore  # noqa: PLC0415  heavy, and after the first paint

    class Named(truststore.SSLContext):
        def wrap_bio(self, *args: Any, **options: Any) -> ssl.SSLObject:
            host = options.get("server_hostname")
            if isinstance(host, str):
                options["server_hostname"] = names.get(host, host)
            return super().wrap_bio(*args, **options)

    return Named(ssl.PROTOCOL_TLS_CLIENT)


def system_bundle() -> Path:
    """The distribution's file of trusted certificates, or the one that came along."""
    for bundle in LINUX_BUNDLES:
        if bundle.is_file():
            return bundle
    import certifi  # noqa: PLC0415  only where a distribution has no bundle

    return Path(certifi.where())


def _trust(context: ssl.SSLContext, ca_file: Path) -> None:
    try:
        context.load_verify_locations(cafile=ca_file)
    except (OSError, ssl.SSLError):
        raise ConfigurationError(f"the CA file {ca_file} cannot be read") from None
