"""What IT is told of a package that cannot be added: the file comes before its version."""

import pytest

from tests.fakes.debian_package import write_debian_package
from tests.fakes.update_repository import PASSPHRASE
from workstation.support.update_repository import DONE, NOT_DONE, run_update_repository


@pytest.fixture
def add(tmp_path, capsys):
    """Add a file to a new repository; what was said."""
    (tmp_path / "phrase").write_text(f"{PASSPHRASE}\n")
    keys = ("--keys", str(tmp_path / "keys"), "--passphrase-file", str(tmp_path / "phrase"))
    run_update_repository(["init", str(tmp_path / "share"), *keys])
    capsys.readouterr()

    def run(file, *words, status=NOT_DONE):
        line = ["add", str(tmp_path / "share"), str(file), *words, *keys]
        assert run_update_repository(line) == status
        return capsys.readouterr().out

    return run


@pytest.mark.parametrize("compression", ["", "gz", "xz"])
@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("doctor-workstation_1.4.0_amd64.deb", ()),
        ("newest.deb", ("--version", "1.4.0")),
        ("doctor-workstation_1.5.0_amd64.deb", ("--version", "1.4.0")),
    ],
)
def test_one_that_says_another_version_of_itself_stays_out(add, tmp_path, name, words, compression):
    """Computers would fetch it as 1.4.0 for as long as it installs itself as 1.5.0: for ever."""
    package = write_debian_package(tmp_path / name, "1.5.0", compression)
    output = add(package, *words)
    assert "1.4.0" in output
    assert "1.5.0" in output
    assert not list((tmp_path / "share/targets").iterdir())


@pytest.mark.parametrize("name", ["newest.deb", "doctor-workstation_1.5.0_amd64.deb"])
def test_the_version_is_the_package_s_own(add, tmp_path, name):
    add(write_debian_package(tmp_path / name, "1.5.0", "xz"), status=DONE)
    (releases,) = (tmp_path / "share/metadata").glob("2.targets.json")
    assert '"1.5.0"' in releases.read_text()


@pytest.mark.parametrize("size", [0, 8, 70, 150])
def test_one_that_was_cut_short_tells_no_version(add, tmp_path, size):
    package = write_debian_package(tmp_path / "newest.deb", "1.5.0", "xz")
    package.write_bytes(package.read_bytes()[:size])
    assert "--version 1.4.0" in add(package)


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
