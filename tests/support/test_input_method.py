import pytest

from workstation.domain.findings import Verdict
from workstation.ui.shell.input_method import prepare
from workstation.ui.support.qt_probes import input_method


@pytest.mark.parametrize(
    ("environment", "platform", "named"),
    [
        ({"XMODIFIERS": "@im=fcitx"}, "linux", "ibus"),
        ({"QT_IM_MODULE": "fcitx"}, "linux", "ibus"),
        ({"QT_IM_MODULE": "ibus"}, "linux", "ibus"),
        ({"QT_IM_MODULE": "compose"}, "linux", "compose"),
        ({}, "linux", None),
        ({"XMODIFIERS": "@im=fcitx"}, "win32", None),
    ],
)
def test_ibus_is_named_where_fcitx_cannot_be_loaded(environment, platform, named):
    before = dict(environment)
    changed = prepare(environment, platform)
    assert environment.get("QT_IM_MODULE") == named
    assert changed == (environment != before)


@pytest.mark.parametrize(
    ("environment", "code"),
    [
        ({}, "unnamed"),
        ({"QT_IM_MODULE": "ibus"}, "named"),
        ({"XMODIFIERS": "@im=fcitx"}, "fcitx"),
        ({"QT_IM_MODULE": "fcitx5"}, "fcitx"),
        ({"QT_IM_MODULE": "ibus", "XMODIFIERS": "@im=fcitx"}, "named"),
    ],
)
def test_fcitx_without_its_plug_in_istold(tmp_path, environment, code):
    assert input_method(environment, tmp_path, "linux").code == code
    assert input_method(environment, tmp_path, "win32").code == "system"


def test_fcitx_with_its_plug_in_is_fine(tmp_path):
    folder = tmp_path / "platforminputcontexts"
    folder.mkdir()
    (folder / "libfcitx5platforminputcontextplugin.so").touch()
    assert input_method({"QT_IM_MODULE": "fcitx5"}, tmp_path, "linux").verdict is Verdict.FINE
