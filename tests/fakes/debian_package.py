"""A Debian package of nothing: an archive whose control file says name and version."""

import io
import tarfile
from pathlib import Path
from typing import Literal


def write_debian_package(
    place: Path, version: str, compression: Literal["", "gz", "xz"] = ""
) -> Path:
    """Write it as ``dpkg-deb`` would; its place."""
    ending = f".{compression}" if compression else ""
    control = f"Package: doctor-workstation\nVersion: {version}\nArchitecture: amd64\n".encode()
    members = {
        "debian-binary": b"2.0\n",
        f"control.tar{ending}": _packed("./control", control, compression),
        f"data.tar{ending}": _packed("./Version: 9.9.9", b"Version: 9.9.9\n", compression),
    }
    place.write_bytes(b"!<arch>\n" + b"".join(map(_member, members, members.values())))
    return place


def _packed(name: str, content: bytes, compression: Literal["", "gz", "xz"]) -> bytes:
    whole = io.BytesIO()
    with tarfile.open(fileobj=whole, mode=f"w:{compression}") as archive:
        member = tarfile.TarInfo(name)
        member.size = len(content)
        archive.addfile(member, io.BytesIO(content))
    return whole.getvalue()


def _member(name: str, content: bytes) -> bytes:
    header = f"{name:<16}{0:<12}{0:<6}{0:<6}{100644:<8}{len(content):<10}`\n".encode()
    return header + content + b"\n" * (len(content) % 2)
