"""What the question before signing out says of what becomes of the words."""

import pytest

from workstation.domain.unsaved import Unsaved
from workstation.ui.kit.strings import tr
from workstation.ui.shell.sign_out import sign_out_text


@pytest.mark.parametrize(
    ("unsaved", "is_durable", "keeps"),
    [
        (Unsaved(), True, "sign_out.keeps"),
        (Unsaved(drafts=1), True, "sign_out.keeps"),
        (Unsaved(drafts=1), False, "sign_out.keeps_nothing"),
        (None, False, "sign_out.keeps_nothing"),
        (Unsaved(), False, ""),
    ],
)
def test_no_loss_is_spoken_of_where_all_was_sent(
    unsaved: Unsaved | None, is_durable: bool, keeps: str
) -> None:
    lines = sign_out_text(unsaved, is_durable=is_durable).splitlines()
    ways = {tr(key) for key in ("sign_out.keeps", "sign_out.keeps_nothing")}
    assert ways.intersection(lines) == ({tr(keeps)} if keeps else set())
    assert lines[-1] == tr("sign_out.wipes")
