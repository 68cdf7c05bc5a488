"""Where the installing step looks for what was staged, on Linux."""

import os

import pytest

from workstation.updates import staged


@pytest.mark.skipif(os.name != "posix", reason="Windows lists who has worked on a computer")
@pytest.mark.parametrize("home", ["wang@hospital.example", "HOSPITAL/wang"])
def test_an_account_of_the_hospital_s_domain_is_looked_into(tmp_path, home):
    """The system lists accounts of its own files alone, where thousands are in a directory."""
    (tmp_path / home / ".cache/doctor-workstation").mkdir(parents=True)
    assert tmp_path / home in staged._unix_homes(tmp_path)
