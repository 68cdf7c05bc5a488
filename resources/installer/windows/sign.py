"""Sign Windows files (programs, libraries, installers) with Authenticode, from any system.

    python sign.py --certificate CERT.pem --key KEY.pem [--timestamp URL] FILE...

A release gives its timestamp server, else the signature ends with the certificate. The key's
password, if it has one, comes from the variable SIGNING_PASSWORD and never from the command line.
"""

import argparse
import os
import subprocess
import sys
from pathlib import Path

PRODUCT = "Doctor Workstation"


def sign(path: Path, certificate: Path, key: Path, timestamp: str | None = None) -> None:
    """Replace `path` by its signed self. Raises CalledProcessError, the file then unchanged."""
    signed = path.with_name(f"{path.name}.signed")
    signed.unlink(missing_ok=True)
    command = ["osslsigncode", "sign", "-h", "sha256", "-n", PRODUCT]
    command += ["-certs", str(certificate), "-key", str(key)]
    if "SIGNING_PASSWORD" in os.environ:
        command += ["-readpass", "/dev/stdin"]
    if timestamp:
        command += ["-ts", timestamp]
    subprocess.run(
        [*command, "-in", str(path), "-out", str(signed)],
        check=True,
        input=os.environ.get("SIGNING_PASSWORD", ""),
        text=True,
        stdout=subprocess.DEVNULL,
    )
    signed.replace(path)


def main(arguments: list[str]) -> int:
    """Sign every file that is named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--certificate", type=Path, required=True)
    parser.add_argument("--key", type=Path, required=True)
    parser.add_argument("--timestamp")
    parser.add_argument("files", type=Path, nargs="+")
    options = parser.parse_args(arguments)
    for path in options.files:
        sign(path, options.certificate, options.key, options.timestamp)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
