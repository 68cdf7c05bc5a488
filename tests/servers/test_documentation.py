"""What `docs/im-server.md` tells an administrator is what the tests run."""

import re
from pathlib import Path

import pytest

from tests.servers.engine import CONFIGURATION, fill

DOCUMENT = Path(__file__).parents[2] / "docs/im-server.md"
PROSODY = {
    "LOG": "/var/log/prosody/prosody.log",
    "CERTIFICATES": "/etc/prosody/certs",
    "MODULES": "/usr/local/lib/prosody/modules",
    "INTERFACES": '"*", "::"',
    "C2S_PORT": 5222,
    "HTTPS_PORT": 9501,
    "DOMAIN": "im.hospital.example",
    "HTTP_HOST": "im.hospital.example",
    "CERTIFICATE": "/etc/prosody/certs/im.crt",
    "KEY": "/etc/prosody/certs/im.key",
    "ARCHIVE": "/var/lib/prosody/archive.sqlite",
    "CHECK_URL": "https://platform.hospital.example/im/check",
    "ROOMS_KEY": "A-LONG-RANDOM-KEY",
    "UPLOAD_URL": "https://im.hospital.example:9501/",
}
EJABBERD = {
    "DOMAIN": "im.hospital.example",
    "CERTIFICATE": "/etc/ejabberd/im.crt",
    "KEY": "/etc/ejabberd/im.key",
    "PYTHON": "/usr/bin/python3",
    "EXTAUTH": "/usr/local/lib/ejabberd/extauth_clinic.py",
    "CHECK_URL": "https://platform.hospital.example/im/check",
    "CHECKERS": 8,
    "PLATFORM": "192.168.3.10/32",
    "DATABASE_HOST": "database.hospital.example",
    "DATABASE_PORT": 5432,
    "DATABASE": "ejabberd",
    "DATABASE_PASSWORD": "THE-DATABASE-PASSWORD",
    "INTERFACE": "::",
    "HTTPS_PORT": 9501,
    "API_INTERFACE": "::",
    "API_PORT": 9443,
    "API_TLS": "true",
    "C2S_PORT": 5222,
    "PUT_URL": "https://node1.im.hospital.example:9501",
    "GET_URL": "https://im.hospital.example:9501",
    "UPLOADS": "/srv/im-uploads",
}
CASES = {
    "lua": ("prosody/prosody.cfg.lua", PROSODY, "--"),
    "yaml": ("ejabberd/ejabberd.yml", EJABBERD, "#"),
}


def _lines(text: str, comment: str) -> list[str]:
    """Lines that count: no comments, no blank ones, none that only the tests need."""
    lines = [line for line in text.splitlines() if "tests only" not in line]
    bare = [line.partition(comment)[0].rstrip() for line in lines]
    return [line for line in bare if line]


@pytest.mark.parametrize("language", CASES)
def test_the_documented_configuration_is_the_tested_one(language: str) -> None:
    template, words, comment = CASES[language]
    (block,) = re.findall(rf"```{language}\n(.*?)```", DOCUMENT.read_text(), re.DOTALL)
    tested = fill(CONFIGURATION / template, words)
    assert _lines(block, comment) == _lines(tested, comment)


def test_every_xep_of_the_table_has_its_tests() -> None:
    tests = "\n".join(path.read_text() for path in Path(__file__).parent.glob("test_*.py"))
    named = re.findall(r"^\| .*\| `(test_[a-z0-9_]+)` \|$", DOCUMENT.read_text(), re.MULTILINE)
    assert len(named) > 15
    assert [name for name in named if f"def {name}(" not in tests] == []
