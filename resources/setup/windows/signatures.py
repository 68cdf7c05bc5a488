"""Who signed a Windows library, verified before any of its code runs.

The wheel's own hash says that the files are those that its maker uploaded. The signature says that
they are those that the Python Software Foundation built.
"""

import hashlib
import re
import ssl
import subprocess
import tempfile
from pathlib import Path

SYSTEM_ROOTS = Path("/etc/ssl/certs/ca-certificates.crt")
SIGNER = "CN=Python Software Foundation"
# Debian has no root of Microsoft's, to which the signatures since 3.12 lead: it is taken from the
# signature itself, if it is this one ("Microsoft Identity Verification Root Certificate Authority
# 2020", valid until 2045).
MICROSOFT_ROOT = "5367f20c7ade0e2bca790915056d086b720c33c1fa2a2661acf787e3292e1270"
CERTIFICATE = re.compile(r"-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----", re.DOTALL)


class NotSigned(Exception):
    """A library that is not, or not validly, signed by the Python Software Foundation."""


def verify(library: Path) -> None:
    """Raise NotSigned unless the Foundation signed `library` as it stands.

    Revocation lists are not asked: that would need hosts other than the registries.
    """
    with tempfile.TemporaryDirectory() as folder:
        roots = Path(folder) / "roots.pem"
        roots.write_text("\n".join([SYSTEM_ROOTS.read_text(), *_known_root(library, Path(folder))]))
        trusted = ["-CAfile", roots, "-TSA-CAfile", roots]
        done = _run("osslsigncode", "verify", "-ignore-crl", *trusted, "-in", library)
    signed_by = re.search(r"Signer #0:\s+Subject: (.*)", done.stdout)
    if done.returncode != 0 or not signed_by or not signed_by[1].endswith(SIGNER):
        raise NotSigned(f"{library.name}: {done.stdout[-2000:]}")


def _known_root(library: Path, folder: Path) -> list[str]:
    signature = folder / "signature.pem"
    _run("osslsigncode", "extract-signature", "-pem", "-in", library, "-out", signature)
    printed = _run("openssl", "pkcs7", "-in", signature, "-print_certs").stdout
    certificates = CERTIFICATE.findall(printed)
    return [each for each in certificates if _fingerprint(each) == MICROSOFT_ROOT]


def _fingerprint(certificate: str) -> str:
    return hashlib.sha256(ssl.PEM_cert_to_DER_cert(certificate)).hexdigest()


def _run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, check=False, capture_output=True, text=True, errors="replace")
