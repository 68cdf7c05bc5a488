"""A deadline is called exceeded only where it was this one."""

import pytest

from workstation.web.deadline import within


async def test_a_time_limit_of_another_stays_what_it_is() -> None:
    with pytest.raises(TimeoutError):
        async with within(3_600):
            raise TimeoutError
