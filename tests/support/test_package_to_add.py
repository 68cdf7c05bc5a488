"""What IT is told of a package that cannot be added: the file comes before its version."""

import pytest

from tests.fakes.update_repository import PASSPHRASE
from workstation.support.update_repository import NOT_DONE, run_update_repository


@pytest.fixture
def add(tmp_path, capsys):
    """Add a file to a new repository; what was said. It is never added."""
    (tmp_path / "phrase").write_text(f"{PASSPHRASE}\n")
    keys = ("--keys", str(tmp_path / "keys"), "--passphrase-file", str(tmp_path / "phrase"))
    run_update_repository(["init", str(tmp_path / "share"), *keys])
    capsys.readouterr()

    def run(file):
        line = ["add", str(tmp_path / "share"), str(file), *keys]
        assert run_update_repository(line) == NOT_DONE
        return capsys.readouterr().out

    return run


@pytest.mark.parametrize("name", ["missing.deb", "doctor-workstation_1.4.0_amd64.deb"])
def test_one_that_is_not_there_is_named(add, tmp_path, name):
    """Its version is nobody's concern then."""
    assert str(tmp_path / "mistyped" / name) in add(tmp_path / "mistyped" / name)


def test_a_file_that_is_no_package_is_not_asked_for_its_version(add, tmp_path):
    letter = tmp_path / "letter.pdf"
    letter.write_bytes(b"no package")
    output = add(letter)
    assert ".deb" in output
    assert "--version" not in output


def test_one_whose_name_tells_no_version_is_asked_for_it(add, tmp_path):
    nameless = tmp_path / "letter.deb"
    nameless.write_bytes(b"package")
    assert "--version 1.4.0" in add(nameless)
