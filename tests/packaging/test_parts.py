"""What wheels carry inside is named with its version, or there is no bundle."""

import sys
from pathlib import Path

import pytest

from tests.packaging.conftest import INSTALLER

sys.path.insert(0, str(INSTALLER))

import parts
from part import resource_version

CONTENT = {
    "PySide6/Qt/lib/libavformat.so.61": b"\0FFmpeg version 7.1.5\0",
    "PySide6/Qt/lib/libavcodec.so.61": b"nothing that tells",
    "PySide6/Qt/lib/libQt6Core.so.6": b"Qt 6.11.3 (x86_64\x0010.49 2026-09-28\0",
    "cryptography/hazmat/bindings/_rust.abi3.so": b"OpenSSL 4.0.3 29 Sep 2026",
    "apsw/__init__.abi3.so": b"\x003.54.0\0SQLite3 Multiple Ciphers 2.6.1",
    "pillow.libs/libopenjp2-e530e1bf.so.2.5.4": b"",
    "pillow.libs/libbrotlidec-7e5462ba.so.1.2.0": b"",
}


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    for name, content in CONTENT.items():
        path = tmp_path / "_internal" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return tmp_path


@pytest.fixture(autouse=True)
def a_bill_of_pillow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Which Pillow the tests' environment has is nothing to these tests."""
    openjpeg = [part for part in parts.PARTS if part.name == "OpenJPEG"]
    for part in openjpeg:
        monkeypatch.setitem(part.__dict__, "version", lambda _file: "2.5.4")


def test_versions_are_read_from_the_files_of_the_bundle(bundle: Path) -> None:
    entries = {entry.part.name: entry for entry in parts.carried(bundle)}
    assert entries["FFmpeg"].version == "7.1.5"
    assert len(entries["FFmpeg"].files) == 2
    assert entries["OpenSSL"].cpe == "cpe:2.3:a:openssl:openssl:4.0.3:*:*:*:*:*:*:*"
    assert entries["Brotli"].purl == "pkg:generic/brotli@1.2.0"


def test_a_version_is_read_whatever_a_compiler_put_before_it(bundle: Path) -> None:
    """Microsoft's puts constants without a gap: a number that is none precedes SQLite's there."""
    library = next(bundle.rglob("__init__.abi3.so"))
    words = b"\x003.54.0.0\0major-release version-3.54.0\0@@3.54.0\0SQLite3 Multiple Ciphers 2.6.1"
    library.rename(library.with_name("__init__.cp311-win_amd64.pyd")).write_bytes(words)
    entries = {entry.part.name: entry for entry in parts.carried(bundle)}
    assert entries["SQLite"].version == "3.54.0"


def test_a_wheel_s_libraries_are_known_by_another_case(bundle: Path) -> None:
    """Windows collects them under the name that the wheel's list gives its folder."""
    place = bundle / "_internal/Shapely.libs/geos_c-6dd9fd91.dll"
    place.parent.mkdir()
    place.write_bytes(b"\x003.13.1-CAPI-1.19.2\0")
    entries = {entry.part.name: entry for entry in parts.carried(bundle)}
    assert entries["GEOS"].files == ("_internal/Shapely.libs/geos_c-6dd9fd91.dll",)


def test_versions_of_windows_own_libraries_are_those_that_explorer_shows(tmp_path: Path) -> None:
    library = tmp_path / "_internal/numpy.libs/msvcp140-a4c2.dll"
    library.parent.mkdir(parents=True)
    library.write_bytes("..FileVersion\0\00014.40.33810.0\0".encode("utf-16-le"))
    assert resource_version(library) == "14.40.33810.0"


def test_a_part_whose_version_cannot_be_read_stops_the_build(bundle: Path) -> None:
    next(bundle.rglob("_rust*")).write_bytes(b"no words")
    with pytest.raises(parts.UnknownPartError, match="OpenSSL: no version"):
        parts.carried(bundle)


def test_two_versions_of_one_part_stop_the_build(bundle: Path) -> None:
    next(bundle.rglob("libavcodec*")).write_bytes(b"FFmpeg version 6.0.1")
    with pytest.raises(parts.UnknownPartError, match=r"6\.0\.1.*7\.1\.5"):
        parts.carried(bundle)


def test_a_library_that_a_wheel_brings_anew_stops_the_build(bundle: Path) -> None:
    next(bundle.rglob("libbrotlidec*")).with_name("libnew-12.so.1").touch()
    with pytest.raises(parts.UnknownPartError, match=r"no part claims .*/libnew-12\.so\.1"):
        parts.carried(bundle)


def test_a_bundle_without_what_it_cannot_do_without_is_none(bundle: Path) -> None:
    next(bundle.rglob("_rust*")).unlink()
    with pytest.raises(parts.UnknownPartError, match="not in the bundle: OpenSSL"):
        parts.carried(bundle)
