"""A bundle whose program lacks a module that it imports is none: the build stops."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.house.source import ROOT
from tests.packaging.built import PYTHON, packages
from tests.packaging.conftest import INSTALLER

sys.path.insert(0, str(INSTALLER))

import imports

STOP = (
    "import sys; sys.path.insert(0, 'resources/installer'); import build, imports, pathlib\n"
    "imports.HIDDEN_MODULES += ('nobody.has.this',)\n"
    "build.require_imports(pathlib.Path(sys.argv[1]))"
)


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    folder = tmp_path / "workstation"
    (folder / "link").mkdir(parents=True)
    (folder / "__init__.py").touch()
    (folder / "link/__init__.py").touch()
    (folder / "link/socket.py").write_text("LIMIT = 1\n")
    return tmp_path


def missing_of(sources: Path, text: str, *present: str) -> list[str]:
    """What a program of one module with this text lacks, beside these."""
    (sources / "workstation/main.py").write_text(text)
    return imports.missing_of({"workstation.main", *present}, sources)


@pytest.mark.parametrize(
    "text",
    [
        "import ssl_library",
        "def later():\n    from ssl_library import connect\n",
        "async def later():\n    if True:\n        import ssl_library as other\n",
        "try:\n    import ssl_library\nexcept ImportError:\n    ssl_library = None\n",
        "class Late:\n    def do(self):\n        with this:\n            import ssl_library\n",
    ],
)
def test_what_is_imported_anywhere_is_missed_and_not_when_it_is_there(sources, text):
    assert missing_of(sources, text) == ["ssl_library, imported by workstation.main"]
    assert missing_of(sources, text, "ssl_library") == []


def test_of_our_own_names_the_modules_are_missed_and_not_what_they_hold(sources):
    text = "from workstation.link import socket\nfrom workstation.link.socket import LIMIT\n"
    assert missing_of(sources, text, "workstation.link") == [
        "workstation.link.socket, imported by workstation.main"
    ]
    assert missing_of(sources, text, "workstation.link", "workstation.link.socket") == []


def test_a_class_is_not_taken_for_the_module_of_like_name_where_windows_does(sources, monkeypatch):
    """There ``link/Socket.py`` is ``link/socket.py``."""
    real = Path.exists
    monkeypatch.setattr(Path, "exists", lambda path: real(path.with_name(path.name.lower())))
    text = "from workstation.link import Socket\n"
    assert missing_of(sources, text, "workstation.link") == []


def test_what_only_a_type_checker_sees_is_not_missed(sources):
    text = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import types_library\n"
    assert missing_of(sources, text, "typing") == []


def test_what_another_system_has_is_not_missed(sources, monkeypatch):
    monkeypatch.setattr(imports.sys, "platform", "win32")
    assert missing_of(sources, "def on_linux():\n    import secretstorage\n") == []
    monkeypatch.setattr(imports.sys, "platform", "linux")
    assert missing_of(sources, "def on_linux():\n    import secretstorage\n") != []


def test_the_backend_of_the_keyring_is_missed_though_a_text_names_it(sources):
    app = sources / "workstation/program/app.py"
    app.parent.mkdir()
    app.touch()
    lines = imports.missing_of({"workstation.program.app"}, sources)
    assert [line.partition(",")[0] for line in lines] == sorted(imports.HIDDEN_MODULES)


def test_what_the_programs_share_is_there_for_each(tmp_path):
    (tmp_path / "python3.13/lib-dynload").mkdir(parents=True)
    (tmp_path / "database").mkdir()
    with zipfile.ZipFile(tmp_path / "base_library.zip", "w") as archive:
        archive.writestr("codecs.pyc", "")
        archive.writestr("encodings/__init__.pyc", "")
    for name in ("python3.13/lib-dynload/_json.so", "database/__init__.abi3.so", "image.pyd"):
        (tmp_path / name).touch()
    assert set(imports.shared_modules(tmp_path)) == {
        "codecs", "encodings", "_json", "database", "image"
    }  # fmt: skip


def test_the_build_stops_where_a_program_lacks_one():
    bundle = packages() / "workstation"
    done = subprocess.run(
        [PYTHON, "-c", STOP, bundle], check=False, cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 1
    assert done.stderr.strip() == "workstation has no nobody.has.this, imported by its name"
