"""What is on the road to online, and what waits until it is used.

A module that is loaded too early costs every start some milliseconds and its memory all day, and
nobody sees which of six hundred it is. So what may not be there is named here.
"""

from tests.ui.fresh import said_by

PROGRAM = """
import os, sys
import workstation.program.app, workstation.program.program
assert not {window!r} & sys.modules.keys()
import workstation.link.opening
from workstation.web.network import Network
from workstation.web.opening import _open
_open(Network(), [None])
import workstation.ui.main_window.main_window
import workstation.xmpp.sasl as sasl
sasl.make_mechanism("SCRAM-SHA-256", "1001", "0" * 32, "nonce").initial()
unused = {unused!r}
print(*sorted(name for name in sys.modules if (name + ".").startswith(unused)), flush=True)
os._exit(0)
"""
PAGES = "gallery history new_consultation palette profile record summary viewer"
UNUSED = (
    *(f"workstation.ui.{page}." for page in PAGES.split()),
    *("workstation.ui.composer.quick_replies.sheet.", "workstation.ui.shell.unlock_code.wiring."),
    *("workstation.ui.kit.fields.calendar.", "workstation.ui.shell.unlock_code.form."),
    *("workstation.ui.settings.page.", "workstation.settings.admx.", "workstation.clinic."),
    *("workstation.updates.publishing.", "workstation.support.check."),
    *("anyio._backends.", "asn1crypto.", "scramp.", "click.", "rich.", "pygments.", "trio."),
    *("cryptography.", "tuf.", "securesystemslib.", "starlette.", "uvicorn.", "PIL."),
    *("PySide6.QtMultimedia.", "PySide6.QtPrintSupport.", "pydoc.", "unittest."),
    *("html.", "statistics.", "decimal.", "workstation.domain.questions."),
)


SHELL = "workstation.ui.shell"
WINDOW = {f"{SHELL}.window_frame", "workstation.ui.lock.page", "workstation.program.screen_lock"}
"""Of what the window is made; the link connects before that is loaded."""


def test_nothing_is_loaded_before_it_is_used() -> None:
    assert said_by(PROGRAM.format(unused=UNUSED, window=WINDOW)) == []


def test_what_is_loaded_too_early_would_be_found() -> None:
    early = PROGRAM.format(unused=(*UNUSED, "workstation.ui.queue.page."), window=WINDOW)
    assert said_by(early) == ["workstation.ui.queue.page"]
