"""A library of the system that is not there: its package is named as Debian names it."""

import pytest

from workstation.base.missing_library import advice, debian_package, missing_library


@pytest.mark.parametrize(
    ("library", "package"),
    [
        ("libEGL.so.1", "libegl1"),
        ("libGL.so.1", "libgl1"),
        ("libX11.so.6", "libx11-6"),
        ("libX11-xcb.so.1", "libx11-xcb1"),
        ("libxcb-cursor.so.0", "libxcb-cursor0"),
        ("libxkbcommon-x11.so.0", "libxkbcommon-x11-0"),
        ("libdbus-1.so.3", "libdbus-1-3"),
        ("libgssapi_krb5.so.2", "libgssapi-krb5-2"),
        ("libglib-2.0.so.0", "libglib2.0-0"),
        ("libgthread-2.0.so.0", "libglib2.0-0"),
        ("libbrotlidec.so.1", "libbrotli1"),
        ("libpulse.so.0", "libpulse0"),
        ("libcups.so.2", "libcups2"),
        ("libfontconfig.so.1", "libfontconfig1"),
        ("libstdc++.so.6", "libstdc++6"),
    ],
)
def test_a_library_s_package(library, package):
    assert debian_package(library) == package
    error = ImportError(f"{library}: cannot open shared object file: No such file or directory")
    assert missing_library(error) == library
    assert advice(library).endswith(f"sudo apt-get install {package}")


@pytest.mark.parametrize(
    "error",
    [
        ModuleNotFoundError("No module named 'PySide6'"),
        ImportError("/opt/x.so: undefined symbol: qt_version"),
        OSError("/opt/libqxcb.so: cannot open shared object file: No such file or directory"),
    ],
)
def test_another_fault_is_none(error):
    assert missing_library(error) == ""
