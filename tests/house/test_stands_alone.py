"""The tree names no registry host, no machine's folders, and holds nothing that is too large."""

import re

from tests.house.source import ROOT, entries, tracked

HOSTS = ("py" + "pi.org", "python" + "hosted.org", "npm" + "js.org", "deb.deb" + "ian.org")
FOLDERS = ("/wo" + "rk/", "/ro" + "ot/")
FOREIGN = re.compile("|".join(re.escape(word) for word in (*HOSTS, *FOLDERS)))
MAX_BYTES = 2_000_000


def test_no_host_of_a_registry_and_no_machine_folder_is_named() -> None:
    foreign = []
    for path in tracked():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        lines = enumerate(text.splitlines(), 1)
        foreign += [f"{path.relative_to(ROOT)}:{n}" for n, line in lines if FOREIGN.search(line)]
    assert not foreign


def test_no_link_is_there() -> None:
    """It may lead to a folder of one machine, where no clone can put its own."""
    assert not [str(path.relative_to(ROOT)) for path in entries() if path.is_symlink()]


def test_no_file_is_large() -> None:
    large = [str(path.relative_to(ROOT)) for path in tracked() if path.stat().st_size > MAX_BYTES]
    assert not large
