"""What the details and the record say of a status: a label, or the platform's own word as such."""

import pytest

from workstation.ui.conversation.details.pane import status_text
from workstation.ui.kit.strings import Language, set_language


@pytest.mark.parametrize(
    ("status", "chinese", "english"),
    [
        ("in_process", "接诊中", "Active"),
        (" In-Process ", "接诊中", "Active"),
        ("inProgress", "接诊中", "Active"),
        ("FINISHED", "已结束", "Ended"),
        ("transferred", "已转诊", "Transferred"),
        ("", "", ""),
        ("  ", "", ""),
    ],
)
def test_a_word_that_is_known_has_a_label(status, chinese, english):
    assert status_text(status) == chinese
    set_language(Language.EN)
    assert status_text(status) == english


@pytest.mark.parametrize("status", ["7", "REVIEW", "随访中", "a.b", "<b>wait</b>", "{word}"])
def test_a_word_that_is_not_known_stands_as_it_came_and_is_marked_as_the_platform_s(status):
    assert status_text(f" {status} ") == f"“{status}”（平台用语）"
    set_language(Language.EN)
    assert status_text(status) == f"“{status}” (the platform's word)"
