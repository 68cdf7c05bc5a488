"""Frames that nobody meant, all the way into the vault (a million: ``python -m tests.fuzz``)."""

import gc

from tests.fuzz.frames import WORD
from tests.fuzz.memory import peak_kib
from tests.fuzz.pipeline import Pipeline
from tests.fuzz.run import fuzz
from tests.seeds import NEW, seed
from tests.xmpp.dialogue import CLIENT, JID, ROOM

FRAMES = 300_000 if NEW else 10_000
"""``make sweep`` gives frames that nobody has seen before; here they are the same in every run."""

GROWTH_KIB = 64 * 1024 if NEW else 16 * 1024


def test_no_frame_crashes_speaks_for_somebody_or_fills_the_memory() -> None:
    gc.collect()
    gc.freeze()  # else each of its many collections looks at all that other tests have left
    fuzz(2_000, 1)
    before = peak_kib()
    first = seed("frames")
    counts = fuzz(FRAMES, first)
    print(first, counts)  # noqa: T201 - shown with a failure
    assert counts["frames"] == FRAMES
    assert counts["rows"]
    assert counts["protocol errors"]
    assert peak_kib() - before < GROWTH_KIB


def test_a_true_message_is_stored_under_its_name_so_the_check_can_fail() -> None:
    pipe = Pipeline()
    pipe.give(
        f"<message {CLIENT} type='groupchat' from='{ROOM}/2001' to='{JID}' id='t'>"
        f"<body>{WORD}</body></message>"
    )
    assert pipe.rows() == [(2001, WORD)]
    pipe.vault.close()
