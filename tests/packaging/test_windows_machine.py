"""What makes the Windows machine: libraries' names and signatures, fonts, and when it is made."""

import itertools
import shutil
import struct
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests import on_windows
from tests.house.source import ROOT
from tests.packaging.conftest import need
from tests.windows import selection

sys.path.insert(0, str(ROOT / "resources/setup"))

import prepare
from windows import exports, fonts, machine, signatures

HERE = ROOT / "resources/setup/windows"


def compiled(folder: Path, *options: str) -> Path:
    need(exports.GCC)
    library = folder / "icuuc.dll"
    entry = "-Wl,--entry=_DllMainCRTStartup"
    command = [exports.GCC, "-shared", "-nostdlib", entry, HERE / "icuuc.c", "-o", library]
    subprocess.run([*command, *options], check=True)
    return library


@pytest.mark.parametrize("options", [[], ["-s"]])
def test_the_names_of_a_library_are_read(tmp_path: Path, options: list[str]) -> None:
    names = exports.exported_names(compiled(tmp_path, *options).read_bytes())
    assert len(names) == 20
    assert names == sorted(names)
    assert {"ucnv_open", "UCNV_TO_U_CALLBACK_SUBSTITUTE"} < set(names)


def test_a_library_that_is_not_pythons_is_not_handed_on(tmp_path: Path) -> None:
    library = compiled(tmp_path)
    with pytest.raises(ValueError, match="nothing of Python"):
        exports.forward(library, tmp_path / "python3.dll")


def test_a_library_hands_its_names_on_to_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = compiled(tmp_path)
    names = exports.exported_names(library.read_bytes())
    monkeypatch.setattr(exports, "exported_names", lambda _image: [*names, "PyObject_Call"])
    exports.forward(library, tmp_path / "python3.dll")
    monkeypatch.undo()
    handed_on = exports.exported_names((tmp_path / "python3.dll").read_bytes())
    assert handed_on == sorted([*names, "PyObject_Call"])
    assert not list(tmp_path.glob("*.def"))


def test_a_library_that_nobody_signed_is_refused(tmp_path: Path) -> None:
    need("osslsigncode", "openssl")
    with pytest.raises(signatures.NotSigned, match=r"icuuc\.dll"):
        signatures.verify(compiled(tmp_path))


def test_a_library_that_somebody_else_signed_is_refused(tmp_path: Path) -> None:
    need("osslsigncode", "openssl")
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subject = ["-subj", "/O=Python Software Foundation/CN=Python Software Foundation"]
    files = ["-keyout", key, "-out", certificate, *subject]
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *files],
        check=True,
        capture_output=True,
    )
    library, signed = compiled(tmp_path), tmp_path / "signed.dll"
    pair = ["-certs", certificate, "-key", key]
    command = ["osslsigncode", "sign", *pair, "-in", library, "-out", signed]
    subprocess.run(command, check=True, capture_output=True)
    with pytest.raises(signatures.NotSigned, match=r"signed\.dll"):
        signatures.verify(signed)


def collection(*fonts_tables: dict[bytes, bytes]) -> bytes:
    """A font collection whose fonts have these tables."""
    start = 12 + 4 * len(fonts_tables)
    headers, data, offsets = b"", b"", []
    size = sum(12 + 16 * len(tables) for tables in fonts_tables)
    for tables in fonts_tables:
        offsets.append(start + len(headers))
        headers += struct.pack(">4sHHHH", b"OTTO", len(tables), 0, 0, 0)
        for tag, content in tables.items():
            headers += struct.pack(">4sIII", tag, 7, start + size + len(data), len(content))
            data += content + bytes(-len(content) % 4)
    packed = [struct.pack(">I", offset) for offset in offsets]
    return struct.pack(">4sII", b"ttcf", 0x10000, len(offsets)) + b"".join(packed) + headers + data


def test_one_font_of_a_collection_is_a_font_of_its_own() -> None:
    second = {b"cmap": b"letters", b"glyf": b"shapes of them"}
    font = fonts.single_font(collection({b"cmap": b"others"}, second), 1)
    assert struct.unpack_from(">4sH", font) == (b"OTTO", 2)
    for index, (tag, content) in enumerate(second.items()):
        entry = struct.unpack_from(">4sIII", font, 12 + 16 * index)
        assert entry[:2] == (tag, 7)
        assert font[entry[2] : entry[2] + entry[3]] == content
        assert entry[2] % 4 == 0


def test_a_single_font_is_no_collection() -> None:
    with pytest.raises(ValueError, match="collection"):
        fonts.single_font(b"OTTO" + bytes(20), 0)


@pytest.mark.parametrize(
    ("continuous", "made", "expected"),
    [("true", False, True), ("", False, False), ("", True, True)],
)
def test_tests_run_there_for_every_change_or_where_somebody_asked_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, continuous: str, made: bool, expected: bool
) -> None:
    monkeypatch.setenv("CI", continuous)
    monkeypatch.setattr(prepare, "WINDOWS", tmp_path if made else tmp_path / "none")
    assert prepare._tests_windows("test") is expected
    assert not prepare._tests_windows("demo")


@pytest.mark.parametrize("pip_works", [True, False])
def test_the_machine_is_made_while_pip_fills_the_environments(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pip_works: bool
) -> None:
    """On two cores the wait before the tests is as long as the longer of both."""
    begun, done = threading.Event(), []

    def fill(*_arguments: object) -> Path:
        assert begun.wait(60), "one after the other"
        if not pip_works:
            raise subprocess.CalledProcessError(1, "pip")
        return tmp_path

    monkeypatch.setenv("CI", "true")
    monkeypatch.setattr(prepare, "_debian_packages", lambda _purpose: None)
    monkeypatch.setattr(prepare, "make_windows", lambda: (done.append("windows"), begun.set()))
    monkeypatch.setattr(prepare.environment, "newest", lambda: "python3")
    monkeypatch.setattr(prepare.environment, "fill", fill)
    monkeypatch.setattr(prepare.environment, "compile_sources", lambda *_: done.append("sources"))
    assert prepare.main(["test"]) == (0 if pip_works else 1)
    assert done == ["windows", *(["sources"] if pip_works else [])]


def test_without_wine_one_line_says_so_and_nothing_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("CI", "true")
    monkeypatch.setattr(prepare, "WINDOWS", tmp_path / "windows")
    assert not prepare.make_windows()
    assert capsys.readouterr().err == (
        f"WINDOWS NOT MADE, not installed here: wine, {exports.GCC}, osslsigncode, openssl\n"
    )


def test_what_could_not_be_made_is_no_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    need("wine", exports.GCC, "osslsigncode", "openssl")
    monkeypatch.setattr(prepare, "WINDOWS", tmp_path / "windows")

    def fail(_scratch: Path) -> Path:
        raise subprocess.CalledProcessError(1, "pip")

    monkeypatch.setattr(machine, "_download", fail)
    assert not prepare.make_windows()
    assert "WINDOWS NOT MADE" in capsys.readouterr().err
    assert not machine.is_made(tmp_path / "windows")
    shutil.rmtree(tmp_path / "windows")


def test_the_stage_says_how_windows_is_made_to_run(tmp_path: Path) -> None:
    """A newcomer need not download it, and is told what did not run."""
    stage = tmp_path / "tests/windows"
    stage.mkdir(parents=True)
    for file in (ROOT / "tests/windows").glob("*.py"):
        shutil.copy(file, stage)
    (tmp_path / "resources").mkdir()
    (tmp_path / "resources/setup").symlink_to(ROOT / "resources/setup")
    done = subprocess.run(
        [sys.executable, stage / "stage.py"], check=True, capture_output=True, text=True
    )
    assert done.stdout.count("\n") == 1
    assert "WINDOWS NOT RUN: `make windows`" in done.stdout


def test_what_is_chosen_or_left_out_over_there_exists() -> None:
    """A test that was renamed would be run, or not, without a word."""
    chosen = [*selection.ROOMS, selection.JOURNEY]
    left_out = [*on_windows.NOT_ON_WINDOWS.values(), *on_windows.NOT_UNDER_WINE.values()]
    for place in [*chosen, *itertools.chain.from_iterable(left_out)]:
        path, _, name = place.partition("[")[0].partition("::")
        assert (ROOT / path).exists(), place
        assert not name or f"def {name}(" in (ROOT / path).read_text(encoding="utf-8"), place
