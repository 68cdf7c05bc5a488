"""Programs and installers are signed and the signature holds, with a certificate made here."""

import shutil
import subprocess
from pathlib import Path

import pytest
import sign

from tests.packaging.conftest import need


@pytest.fixture(scope="module")
def credentials(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A self-signed certificate for code, and its key."""
    need("openssl", "osslsigncode")
    folder = tmp_path_factory.mktemp("certificate")
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:3072", "-nodes", "-subj", "/CN=Test"]
    command += ["-addext", "extendedKeyUsage=codeSigning", "-keyout", key, "-out", certificate]
    subprocess.run(command, check=True, capture_output=True)
    return certificate, key


def verified(path: Path, certificate: Path) -> bool:
    done = subprocess.run(
        ["osslsigncode", "verify", "-CAfile", certificate, "-in", path],
        check=False,
        capture_output=True,
    )
    return done.returncode == 0


def test_a_signed_program_verifies_and_a_changed_one_does_not(
    payload: Path, credentials: tuple[Path, Path], tmp_path: Path
) -> None:
    program = shutil.copy(payload / "workstation.exe", tmp_path / "workstation.exe")
    certificate, key = credentials
    assert not verified(program, certificate)
    arguments = ["--certificate", str(certificate), "--key", str(key), str(program)]
    assert sign.main(arguments) == 0
    assert verified(program, certificate)
    body = bytearray(program.read_bytes())
    body[0x400] ^= 1
    program.write_bytes(body)
    assert not verified(program, certificate)


def test_a_failed_signing_leaves_the_file_as_it_was(payload: Path, tmp_path: Path) -> None:
    need("osslsigncode")
    program = shutil.copy(payload / "workstation.exe", tmp_path / "workstation.exe")
    before = program.read_bytes()
    with pytest.raises(subprocess.CalledProcessError):
        sign.sign(program, tmp_path / "none.pem", tmp_path / "none.pem")
    assert program.read_bytes() == before
