"""What may work again with nobody's help, and when."""

import pytest

from workstation.domain import errors
from workstation.domain.recovery import Recovery, recovery_of

EXPECTED = [
    (errors.Unreachable(), Recovery.SOON),
    (errors.DeadlineExceeded(), Recovery.SOON),
    (errors.ServerFault("503"), Recovery.SOON),
    (errors.TlsFailure(), Recovery.LATER),
    (errors.DiskFull(), Recovery.LATER),
    (errors.UploadRefused("timeout"), Recovery.LATER),
    (errors.UploadRefused("not-acceptable"), Recovery.NEVER),
    (errors.TokenRejected(), Recovery.NEVER),
    (errors.MalformedAnswer(), Recovery.NEVER),
    (errors.WorkstationError(), Recovery.NEVER),
]


@pytest.mark.parametrize(("error", "expected"), EXPECTED)
def test_only_what_ends_by_itself_is_tried_again(
    error: errors.WorkstationError, expected: Recovery
) -> None:
    assert recovery_of(error) is expected
