"""What the lock page says after wrong codes, one after another."""

import pytest

from tests.journeys.conftest import until
from tests.journeys.locking import lock, protect, type_code
from workstation.ui.kit.strings import tr

pytestmark = pytest.mark.usefixtures("cheap_codes")


async def test_how_long_to_wait_is_said_once_and_counted(workplace):
    """The sentence kept saying two seconds while the line below it counted them."""
    async with workplace.open() as work:
        await protect(work)
        await lock(work)
        page = work.program.current.screen_lock.page
        for _ in range(3):
            await type_code(work, "wrong code")
            await until(lambda: not page.code.text() and not page.unlock.busy, "it was tried")
        assert page.message.text == tr("errors.storage.code.wrong.waiting.what", count=3)
