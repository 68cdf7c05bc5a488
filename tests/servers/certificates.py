"""A certificate authority of one test run, and the IM servers' certificate under it."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

VALID = dt.timedelta(days=2)


@dataclass(frozen=True)
class Certificates:
    """Paths of PEM files: what a client trusts, what a server shows, and the server's key."""

    authority: Path
    certificate: Path
    key: Path


def issue(folder: Path, domain: str) -> Certificates:
    """Make an authority and a certificate for ``domain``, its rooms and its uploads."""
    names = [domain, f"consult.{domain}", f"upload.{domain}"]
    authority_key, server_key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    authority_name = _name("Tests' own authority")
    authority = (
        _builder(authority_name, authority_name, authority_key)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(sign=True), critical=True)
        .add_extension(_key_id(authority_key), critical=False)
        .sign(authority_key, hashes.SHA256())
    )
    server = (
        _builder(_name(domain), authority_name, server_key)
        .add_extension(x509.SubjectAlternativeName(map(x509.DNSName, names)), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(sign=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(authority_key.public_key()),
            critical=False,
        )
        .sign(authority_key, hashes.SHA256())
    )
    return _write(folder, authority, server, server_key)


def _write(
    folder: Path,
    authority: x509.Certificate,
    server: x509.Certificate,
    key: ec.EllipticCurvePrivateKey,
) -> Certificates:
    paths = Certificates(folder / "authority.crt", folder / "im.crt", folder / "im.key")
    pem = serialization.Encoding.PEM
    paths.authority.write_bytes(authority.public_bytes(pem))
    paths.certificate.write_bytes(server.public_bytes(pem))
    paths.key.touch(mode=0o600)
    paths.key.write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return paths


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey
) -> x509.CertificateBuilder:
    now = dt.datetime.now(dt.UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(hours=1))
        .not_valid_after(now + VALID)
    )


def _key_id(key: ec.EllipticCurvePrivateKey) -> x509.SubjectKeyIdentifier:
    return x509.SubjectKeyIdentifier.from_public_key(key.public_key())


def _usage(*, sign: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not sign,
        key_cert_sign=sign,
        crl_sign=sign,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )
