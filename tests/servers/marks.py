"""Which engines a test runs on, if not on all."""

import pytest

from tests.servers.rig import REAL_ENGINES

on_real_engines = pytest.mark.parametrize("engine", REAL_ENGINES, indirect=True)
on_the_clinic = pytest.mark.parametrize("engine", ["clinic"], indirect=True)
on_clinic_and_prosody = pytest.mark.parametrize("engine", ["clinic", "prosody"], indirect=True)
on_cluster = pytest.mark.parametrize("engine", ["ejabberd"], indirect=True)
