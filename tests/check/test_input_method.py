import pytest

from workstation.ui.input_method import prepare


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
