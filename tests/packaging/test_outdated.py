"""A build says which of the system's libraries it ships although a newer one is to be had."""

import platform
import subprocess
import sys

import pytest

from tests.house.source import ROOT
from tests.packaging.built import PYTHON
from tests.packaging.conftest import INSTALLER

sys.path.insert(0, str(INSTALLER))

import outdated

ASK = (
    "import sys; sys.path.insert(0, 'resources/installer'); import components; "
    "print(components._debian('zlib1g').purl)"
)
POLICY = """libexpat1:
  Installed: 2.9.0-1
  Candidate: 2.9.0-1
  Version table:
 *** 2.9.0-1 500
        500 http://mirror.example/debian trixie/main amd64 Packages
libssl3t64:
  Installed: 3.5.7-1~deb13u2
  Candidate: 3.5.9-1~deb13u1
  Version table:
     3.5.9-1~deb13u1 500
libssl1.1:
  Installed: (none)
  Candidate: 1.1.1w-0
gone:
  Installed: 1.0
  Candidate: (none)
"""


def test_what_an_upgrade_would_bring_is_named_with_the_command() -> None:
    assert outdated.described(POLICY) == [
        "OUTDATED libssl3t64 3.5.7-1~deb13u2: 3.5.9-1~deb13u1 is there",
        "sudo apt-get install --only-upgrade libssl3t64, then build again",
    ]


def test_a_system_that_is_up_to_date_is_told_nothing() -> None:
    assert outdated.described(POLICY.partition("libssl3t64")[0]) == []


def test_a_system_without_apt_is_told_nothing(monkeypatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    assert outdated.warnings(["libssl3"]) == []


def test_a_library_of_the_system_is_named_with_the_release_that_it_is_of() -> None:
    """A scanner that is not told passes it over, and OpenSSL is one of them."""
    if not PYTHON.exists():
        pytest.skip("NOT RUN, there is no build environment: make installer makes it")
    asked = ["dpkg-query", "-W", "-f", "${Version}", "zlib1g"]
    number = subprocess.run(asked, check=True, capture_output=True, text=True).stdout
    done = subprocess.run(
        [PYTHON, "-c", ASK], check=True, cwd=ROOT, capture_output=True, text=True
    ).stdout.strip()
    release = platform.freedesktop_os_release()
    version = number.replace("+", "%2B")
    system = release["ID"]
    assert done == (
        f"pkg:deb/{system}/zlib1g@{version}?arch=amd64&distro={system}-{release['VERSION_ID']}"
    )
