"""The optional parts of a bundle: which are chosen, what is collected, and that each is tried."""

import re
import sys
from pathlib import Path

import pytest

from tests.house.source import ROOT
from tests.packaging.conftest import INSTALLER

sys.path.insert(0, str(INSTALLER))

import extras
import imports
import product
import proof
import trim

OPTIONAL = {"heic", "ocr"}
posix = pytest.mark.skipif(sys.platform == "win32", reason="a script stands in for a program")


@pytest.fixture
def bundle(tmp_path: Path):
    """Gives a bundle whose decoder writes these bytes."""

    def make(answer: bytes) -> Path:
        program = tmp_path / "workstation-decoder"
        (tmp_path / "answer").write_bytes(answer)
        program.write_text(f"#!/bin/sh\ncat >/dev/null; exec cat '{tmp_path}/answer'\n")
        program.chmod(0o755)
        return tmp_path

    return make


@pytest.mark.parametrize(
    ("text", "names"),
    [("", []), ("ocr", ["ocr"]), ("ocr heic", ["heic", "ocr"]), ("heic,heic", ["heic"])],
)
def test_parts_are_chosen_by_name(text: str, names: list[str]) -> None:
    assert extras.named(text) == names


def test_a_name_that_is_none_is_refused_with_those_there_are() -> None:
    with pytest.raises(extras.UnknownExtraError, match="no voice; there are: heic, ocr"):
        extras.named("heic voice")


def test_each_part_is_one_of_the_programs_own_and_in_the_lock() -> None:
    declared = product._project()["optional-dependencies"]
    lock = (ROOT / "requirements-installer-extras.txt").read_text()
    assert extras.EXTRAS.keys() == OPTIONAL
    for name in OPTIONAL:
        for line in declared[name]:
            package = re.match(r"[\w-]+", line)[0]
            assert f"\n{package}==" in lock


def test_the_plain_bundle_has_nothing_of_them() -> None:
    excluded = set(extras.excluded_from_decoder(trim.EXCLUDED_MODULES, []))
    assert {"pi_heif", "PIL", "rapidocr", "numpy", "yaml"} <= excluded
    assert not extras.chosen()
    locks = ("requirements-installer.txt", "requirements-installer-older.txt")
    for lock in locks:
        content = (ROOT / lock).read_text()
        assert not re.search(r"^(pi-heif|rapidocr|onnxruntime|numpy)==", content, re.MULTILINE)


def test_only_the_decoder_has_them_and_only_those_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(extras.VARIABLE, "heic")
    excluded = set(extras.excluded_from_decoder(trim.EXCLUDED_MODULES, extras.chosen()))
    assert not {"pi_heif", "PIL", "PIL.ImageCms"} & excluded
    assert {"rapidocr", "numpy", "yaml", "tkinter"} <= excluded
    assert {"numpy", "yaml", "PIL.ImageCms"} <= set(trim.EXCLUDED_MODULES)


def test_a_bundle_that_is_to_have_one_is_none_without_it() -> None:
    decoder = {"workstation.decoder.heic"}
    left_out = extras.libraries_without([extras.EXTRAS["heic"]])
    lines = imports.missing_of(decoder, left_out=left_out)
    assert any(line.startswith("pi_heif, imported by") for line in lines)
    assert not any("pi_heif" in line for line in imports.missing_of(decoder))


@posix
def test_a_decoder_that_reads_the_page_and_the_picture_passes(bundle) -> None:
    read = b'[["GLU", []], ["7.03", []], ["mmol/L", []], ["3.90-6.10", []]]'
    proof.require("ocr", bundle(read))
    proof.require("heic", bundle(b"P6\n64 64\n255\n" + b"\xfe\x03\x04" * 64 * 64))


@posix
@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("ocr", b""),
        ("ocr", b'[["GLU", []], ["7.08", []], ["mmol/L", []], ["3.90-6.10", []]]'),
        ("heic", b""),
        ("heic", b"P6\n64 64\n255\n" + b"\xea\x33\x23" * 64 * 64),
    ],
)
def test_one_that_does_not_stops_the_build(bundle, name: str, answer: bytes) -> None:
    """The last gives a phone's wide colours for the screen's."""
    with pytest.raises(proof.BrokenExtraError, match=f"the decoder's {name} does not work"):
        proof.require(name, bundle(answer))
