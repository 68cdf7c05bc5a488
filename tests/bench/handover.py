"""The handover of 500 open consultations: read by the rules, and laid out for the window."""

import asyncio
import shutil
import tempfile
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import vault as vaults
from measurement import Row, percentile, seconds

from workstation.domain.changes import Changes
from workstation.domain.events import Arrived
from workstation.domain.message import MessageKind
from workstation.store.handover import build_handover
from workstation.store.worklist import Worklist
from workstation.ui.handover.rows import handover_rows
from workstation.vault.archive.ingest import ingest
from workstation.vault.conversation import summaries
from workstation.vault.database import Vault
from workstation.vault.lists import handover

ROOMS, EACH, SLICE = 500, 60, 500
NOW_MS = 1_795_600_000_000
DAY_MS = 24 * 60 * 60_000
PLAIN = (
    "好的，先观察两天，体温有变化告诉我。",
    "照片收到，看起来比昨天好一些。",
    "昨晚又烧到 39.2 ℃，吃了药退了一点，今天早上精神还可以。",
    "好的谢谢医生",
    "药膏每天涂两次，薄薄一层，涂之前先用温水洗净。",
    "I see. Keep it dry and clean.",
)
SAID = (*PLAIN, "一周后复查血常规，平时多喝水。", *PLAIN)
ASKED = (*PLAIN, "要不要停药？")


def rows() -> Iterator[Row]:
    folder = Path(tempfile.mkdtemp(prefix="handover-bench-"))
    try:
        vault = Vault.open(folder / "vault.db", vaults.KEY)
        asyncio.run(vault.write(vaults.furnish, ROOMS))
        messages = list(chain.from_iterable(map(conversation, range(ROOMS))))
        for start in range(0, len(messages), SLICE):
            asyncio.run(vault.absorb(ingest, messages[start : start + SLICE]))
        listed, known, _ = asyncio.run(vault.read(summaries.queue))
        worklist = Worklist()
        worklist.apply(Changes(listed=listed, summaries=known))

        def make() -> None:
            items = asyncio.run(vault.read(handover.read))
            entries = build_handover(worklist, items, NOW_MS)
            assert len(list(handover_rows(entries, NOW_MS))) > ROOMS

        taken = seconds(make, times=15)
        name = "handover of 500 consultations, 30,000 messages, p95"
        yield Row(name, percentile(taken, 95) * 1000, "ms", most=300)
        vault.close()
    finally:
        shutil.rmtree(folder)


def conversation(room: int) -> Iterator[Arrived]:
    """A third of it the doctor's; some of that promises, some of the rest asks."""
    for number in range(EACH):
        mine = number % 3 == 0
        who = 1001 if mine else 100_000 + room
        texts = SAID if mine else ASKED
        text = texts[(room + number) % len(texts)]
        at_ms = NOW_MS - (EACH - number) * DAY_MS // 8
        name = f"{room}-{number}"
        yield Arrived(room, who, f"o{name}", f"a{name}", at_ms, MessageKind.TEXT, text)
