"""Why there is no connection is said with a next step that is one."""

import pytest

from workstation.domain import errors
from workstation.ui.kit.strings import error_text
from workstation.ui.kit.strings.connection import connection_text

UNANSWERED = [errors.Unreachable, errors.ConnectionDropped, errors.DeadlineExceeded]


@pytest.mark.parametrize("error", UNANSWERED)
def test_the_banner_asks_nobody_to_try_again_while_the_program_does(error) -> None:
    """The platform may be what cannot be reached; “try again later” had stood there then."""
    of_call = connection_text(error("x", call="GET /im/password"))
    assert of_call.startswith(str(error_text(error("x")).what))
    assert "重试" not in of_call
    assert "重试" not in connection_text(error("x"))
