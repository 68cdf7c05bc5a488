"""The bundle: small, only what is used, every file accounted for, and twice the same."""

import hashlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.evidence.samples import write_package
from tests.house.source import ROOT, tracked
from tests.packaging.built import PYTHON, build, changed_since, packages
from tests.packaging.conftest import INSTALLER
from workstation.base import heap_limits

sys.path.insert(0, str(INSTALLER))

import licence_table
import trim

UNPACKED_MOST, PACKED_MOST = 225e6, 80e6
SOUND_VERDICTS = {0, 1}
RESOURCES, OUTSIDE = ROOT / "resources", {"installer", "setup"}
MEMORY_LEFT_OUT = """
import sys
from PyInstaller.archive.readers import CArchiveReader
archive = CArchiveReader(sys.argv[1])
(modules,) = [archive.open_embedded_archive(name) for name in archive.toc if "PYZ" in name]
code = modules.extract(sys.argv[2])
print(sys.argv[3] in code.co_consts, {column for *_, column in code.co_positions()})
"""
# Where two builds of the same sources may differ, with the reason. Nothing, at present.
DIFFERENCES: set[str] = set()


@pytest.fixture(scope="module")
def dist() -> Path:
    return packages()


@pytest.fixture(scope="module")
def bundle(dist: Path) -> Path:
    return dist / "workstation"


def files(folder: Path) -> dict[str, Path]:
    return {
        path.relative_to(folder).as_posix(): path
        for path in sorted(folder.rglob("*"))
        if not path.is_dir() or path.is_symlink()
    }


def test_it_is_as_small_as_promised(dist: Path, bundle: Path) -> None:
    unpacked = sum(path.lstat().st_size for path in files(bundle).values())
    packed = next(dist.glob("*.deb")).stat().st_size
    assert unpacked < UNPACKED_MOST
    assert packed < PACKED_MOST


def test_it_runs_and_finds_its_way_to_the_clinic_it_starts(bundle: Path, tmp_path: Path) -> None:
    command = [bundle / "workstation", "--demo", "--check", "--json", "--profile", tmp_path]
    environment = {
        "PATH": os.environ["PATH"],
        "QT_QPA_PLATFORM": "offscreen",
        "HOME": str(tmp_path),
    }
    done = subprocess.run(
        command, check=False, env=environment, capture_output=True, text=True, timeout=120
    )
    assert done.returncode in SOUND_VERDICTS, done.stdout + done.stderr
    checks = json.loads(done.stdout)["layers"]
    assert {check["verdict"] for check in checks} <= {"fine", "degraded", "skipped"}
    sound = {check["layer"] for check in checks if check["verdict"] == "fine"}
    assert {"tcp", "token", "calls", "im_session"} <= sound


def test_the_window_holds_no_docstrings_and_no_columns(bundle: Path) -> None:
    """3 MB that nobody reads; lines are needed, a log names them."""
    asked = [PYTHON, "-c", MEMORY_LEFT_OUT, bundle / "workstation"]
    words = [heap_limits.__name__, heap_limits.__doc__]
    done = subprocess.run([*asked, *words], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "False {None}"


@pytest.mark.parametrize(("name", "status"), [("as it was", 0), ("altered", 1), ("repacked", 2)])
def test_it_verifies_an_evidence_package(
    bundle: Path, tmp_path: Path, name: str, status: int
) -> None:
    """With no sign-in, no screen and no home; written by the same modules as the program's own."""
    path = tmp_path / "package.zip"
    write_package(path)
    if name == "altered":
        content = path.read_bytes()
        path.write_bytes(content.replace(b'"status": "final"', b'"status": "draft"'))
    elif name == "repacked":
        path.write_bytes(path.read_bytes() + b"one more")
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}
    command = [bundle / "workstation", "--verify", path]
    done = subprocess.run(
        command, check=False, env=environment, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == status, done.stdout + done.stderr
    assert done.stdout
    assert ("consultation.fhir.json" in done.stdout) is (name == "altered")


def test_it_has_no_decoder_of_formats_that_nobody_sends(bundle: Path) -> None:
    plugins = {path.name for path in bundle.rglob("plugins/imageformats/*")}
    assert plugins == {f"libq{kind}.so" for kind in ("gif", "jpeg", "webp")}
    assert not list(bundle.rglob("plugins/iconengines/*"))


def test_the_system_can_tell_it_that_the_network_is_back(bundle: Path) -> None:
    plugins = {path.name for path in bundle.rglob("plugins/networkinformation/*")}
    assert plugins == {"libqnetworkmanager.so"}


def test_it_has_what_voices_need(bundle: Path) -> None:
    """The media plugin links Qt Quick: without it voices fail and nothing says so."""
    names = {path.name.split(".")[0] for path in bundle.rglob("*.so*")}
    assert {"libffmpegmediaplugin", "libQt6Quick", "libQt6Qml", "libavcodec"} <= names


def test_its_decoder_outlines_a_voice(bundle: Path) -> None:
    voice = (ROOT / "tests/devices/voices/opus.ogg").read_bytes()
    done = subprocess.run(
        [bundle / "workstation-decoder", "voice", "36"],
        input=voice,
        capture_output=True,
        check=True,
        env={"PATH": os.environ["PATH"]},
        timeout=60,
    )
    outline = json.loads(done.stdout)
    assert len(outline["peaks"]) == 36
    assert 2_950 <= outline["length_ms"] <= 3_150


@pytest.mark.parametrize("name", ["QtWebEngineCore", "QtPdf", "uvloop", "numpy", "tkinter", "test"])
def test_it_has_nothing_of(bundle: Path, name: str) -> None:
    assert not [path for path in files(bundle) if name in path.replace("libQt6", "Qt").split("/")]
    assert not [
        path for path in files(bundle) if path.endswith(f"lib{name.replace('Qt', 'Qt6')}.so.6")
    ]


def test_it_has_every_resource_of_the_program(bundle: Path) -> None:
    """Also the folder that somebody adds tomorrow; what builds and sets up stays outside."""
    resources = {path.relative_to(ROOT) for path in tracked() if path.is_relative_to(RESOURCES)}
    expected = {path for path in resources if path.parts[1] not in OUTSIDE and path.suffix != ".py"}
    assert len(expected) > 100
    assert not {path for path in expected if not (bundle / "_internal" / path).exists()}


def test_the_readings_of_characters_are_named_with_their_version() -> None:
    described = licence_table.RESOURCES["resources/pinyin"]
    made_from = (RESOURCES / "setup/pinyin.py").read_text()
    assert f'"{described[0]}=={described[1]}"' in made_from


def test_its_file_names_are_plain(bundle: Path) -> None:
    """Windows Installer stores names in a code page; ASCII is in all of them."""
    assert all(name.isascii() for name in files(bundle))


def test_the_bill_of_materials_is_valid_and_names_every_file(dist: Path, bundle: Path) -> None:
    code = (
        "import sys; from pathlib import Path\n"
        "from cyclonedx.schema import SchemaVersion\n"
        "from cyclonedx.validation.json import JsonStrictValidator\n"
        "validator = JsonStrictValidator(SchemaVersion.V1_6)\n"
        "error = validator.validate_str(Path(sys.argv[1]).read_text())\n"
        "sys.exit(str(error) if error else 0)"
    )
    path = dist / "sbom.cdx.json"
    done = subprocess.run([PYTHON, "-c", code, path], check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    bill = json.loads(path.read_text())
    entries = [bill["metadata"]["component"], *bill["components"]]
    listed = [each for entry in entries for each in entry.get("components", ())]
    named = [each["name"] for each in listed]
    papers = {"sbom.cdx.json", "NOTICES.txt"}
    links_to_folders = {name for name, path in files(bundle).items() if path.is_dir()}
    assert len(named) == len(set(named))
    assert set(named) == files(bundle).keys() - papers - links_to_folders
    for each in listed:
        content = (bundle / each["name"]).read_bytes()
        assert each["hashes"][0]["content"] == hashlib.sha256(content).hexdigest()


def test_the_bill_of_materials_names_what_wheels_carry_inside(dist: Path) -> None:
    """A scanner finds a hole by name and version: the wheel's own say nothing of these."""
    bill = json.loads((dist / "sbom.cdx.json").read_text())
    inside = {each["name"]: each for each in bill["components"] if "#" in each["bom-ref"]}
    assert {
        "FFmpeg", "Qt", "ICU", "PCRE2", "OpenSSL", "SQLite", "FreeType", "HarfBuzz", "Brotli",
        "libpng", "libtiff", "OpenJPEG", "libjpeg-turbo", "XZ Utils", "Zstandard", "libxcb",
    } <= inside.keys()  # fmt: skip
    for name, each in inside.items():
        assert re.fullmatch(r"\d+(\.\d+)+[a-z]?", each["version"]), name
        assert each["purl"].endswith(f"@{each['version']}")
        assert f":{each['version']}:" in each["cpe"]
        assert len(each["hashes"][0]["content"]) == 64
        assert all((dist / "workstation" / place["location"]).exists()
                   for place in each["evidence"]["occurrences"])  # fmt: skip


def test_the_bill_of_materials_says_who_depends_on_whom(dist: Path) -> None:
    bill = json.loads((dist / "sbom.cdx.json").read_text())
    graph = {each["ref"]: each["dependsOn"] for each in bill["dependencies"]}
    reached, left = set(), [bill["metadata"]["component"]["bom-ref"]]
    while left:
        name = left.pop()
        reached.add(name)
        left += [each for each in graph[name] if each not in reached]
    unreached = {each["bom-ref"] for each in bill["components"]} - reached
    assert {name for name in unreached if "#" in name or "pkg:deb" in name} == set()


def test_the_notices_hold_the_licence_of_every_component(dist: Path) -> None:
    notices = (dist / "NOTICES.txt").read_text()
    bill = json.loads((dist / "sbom.cdx.json").read_text())
    for component in bill["components"]:
        assert f"{component['name']} {component['version']}: " in notices
        licence = component["licenses"][0]["expression"]
        assert not licence_table.is_copyleft_only(licence), component["name"]
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in notices


@pytest.mark.parametrize(
    ("expression", "refused"),
    [
        ("MIT", False),
        ("LGPL-3.0-only OR GPL-2.0-only OR GPL-3.0-only", False),
        ("LGPL-2.1-or-later", False),
        ("GPL-2.0-or-later WITH Bootloader-exception", False),
        ("GPL-3.0-only", True),
        ("AGPL-3.0-or-later", True),
        ("MIT AND GPL-2.0-only", True),
        ("(GPL-2.0-only OR AGPL-3.0-only)", True),
    ],
)
def test_the_gpl_alone_is_refused(expression: str, refused: bool) -> None:
    assert licence_table.is_copyleft_only(expression) is refused


def test_trimming_keeps_what_links_ask_for() -> None:
    lib, network = "PySide6/Qt/lib", "PySide6/Qt/plugins/networkinformation"
    entries = [
        ("libQt6Core.so.6", f"{lib}/libQt6Core.so.6", "SYMLINK"),
        ("libQt6Pdf.so.6", f"{lib}/libQt6Pdf.so.6", "SYMLINK"),
        (f"{lib}/libQt6Core.so.6", "/x/libQt6Core.so.6", "BINARY"),
        (f"{lib}/libQt6Pdf.so.6", "/x/libQt6Pdf.so.6", "BINARY"),
        ("libgtk-3.so.0", "/x/libgtk-3.so.0", "BINARY"),
        ("libxcb-cursor.so.0", "/x/libxcb-cursor.so.0", "BINARY"),
        (f"{network}/libqglib.so", "/x/libqglib.so", "BINARY"),
        (f"{network}/libqnetworkmanager.so", "/x/libqnetworkmanager.so", "BINARY"),
        (r"PySide6\plugins\imageformats\qtiff.dll", r"C:\x\qtiff.dll", "BINARY"),
        (r"PySide6\plugins\imageformats\qsvg.dll", r"C:\x\qsvg.dll", "BINARY"),
        (r"PySide6\plugins\iconengines\qsvgicon.dll", r"C:\x\qsvgicon.dll", "BINARY"),
        (r"PySide6\plugins\imageformats\qjpeg.dll", r"C:\x\qjpeg.dll", "BINARY"),
        (r"PySide6\opengl32sw.dll", r"C:\x\opengl32sw.dll", "BINARY"),
        (r"cv2\opencv_videoio_ffmpeg500_64.dll", r"C:\x\cv2\opencv_v.dll", "BINARY"),
        (r"cv2\cv2.pyd", r"C:\x\cv2\cv2.pyd", "EXTENSION"),
    ]
    remaining = {entry[0] for entry in trim.needed_entries(entries)}
    assert remaining == {
        "libQt6Core.so.6",
        f"{lib}/libQt6Core.so.6",
        "libxcb-cursor.so.0",
        f"{network}/libqnetworkmanager.so",
        r"PySide6\plugins\imageformats\qjpeg.dll",
        r"cv2\cv2.pyd",
    }


def test_two_builds_are_the_same(bundle: Path, tmp_path: Path) -> None:
    build(tmp_path / "again", "--bundle")
    if changed_since():
        pytest.skip("NOT RUN, somebody edits the tree while it is being built")
    first, second = contents(bundle), contents(tmp_path / "again/workstation")
    papers = {"sbom.cdx.json", "NOTICES.txt"}
    assert first.keys() - papers == second.keys()
    different = {name for name in second if first[name] != second[name]}
    assert different <= DIFFERENCES


def contents(folder: Path) -> dict[str, str]:
    return {
        name: str(path.readlink())
        if path.is_symlink()
        else hashlib.sha256(path.read_bytes()).hexdigest()
        for name, path in files(folder).items()
    }
