"""How the tests are shared among the workers of pytest-xdist.

A worker is given whole files, so that what a file sets up is set up once. Three things are
different, and each was seen to cost minutes on two cores:

- The longest go first. By its own choice xdist begins with the files that hold the most tests,
  and ends with those of one test of a minute, while the other core has nothing left to do.
- A real server is started once for all tests of it, not once for each file: a share is an engine.
- What is long and stands by itself, such as a simulated day, is a share by itself, so that
  ``make sweep`` spreads hundreds of them.

The wire's tests are one share, because their branches are counted together; so are the rules of the
house, because two dozen of them look at each node of every file, which is read once.
"""

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

ENGINES = ("clinic", "prosody", "ejabberd")
TOGETHER = ("tests/xmpp/", "tests/house/")
ALONE = ("tests/simulation/", "tests/power/", "tests/fuzz/")
LONGEST = (
    "tests/servers/ with ejabberd", "tests/packaging/test_bundle.py",
    "tests/servers/ with prosody", "tests/leaks/", "tests/packaging/", "tests/servers/",
    "tests/simulation/", "tests/power/", "tests/fuzz/",
    "tests/house/", "tests/journeys/", "tests/xmpp/", "tests/gallery/",
    "tests/vault/", "tests/clinic/", "tests/session/", "tests/ui/gallery/",
)  # fmt: skip
"""In the order of what they cost, measured in processor seconds and in waiting.

The tests of an engine wait more than they compute: a bundle is built beside those of two. The other
tests of packaging wait for that bundle, so leaks are looked for meanwhile.
"""


def share_of(nodeid: str) -> str:
    """The tests that are given to one worker together: all whose share is the same."""
    path, _, rest = nodeid.partition("::")
    if path.startswith("tests/servers/"):
        for engine in ENGINES:
            if engine in rest.rpartition("[")[2].rstrip("]").split("-"):
                return f"tests/servers/ with {engine}"
    if path.startswith(ALONE):
        return nodeid
    return next((folder for folder in TOGETHER if path.startswith(folder)), path)


def rank_of(nodeid: str) -> int:
    """The place in which a test is handed out: the smaller, the sooner."""
    share = share_of(nodeid)
    for rank, start in enumerate(LONGEST):
        if share.startswith(start):
            return rank
    return len(LONGEST)


class LongestFirst(LoadScopeScheduling):
    """Hands out shares in the order in which their tests were collected."""

    def _split_scope(self, nodeid: str) -> str:
        return share_of(nodeid)


@pytest.hookimpl(optionalhook=True)  # one process may leave the plugin out
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LongestFirst:
    config.option.loadscopereorder = False
    return LongestFirst(config, log)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """In a worker only: a developer who runs all in one process sees the quick ones first."""
    if hasattr(config, "workerinput"):
        items.sort(key=lambda item: rank_of(item.nodeid))
