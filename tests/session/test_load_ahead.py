"""What a page needs is loaded before it is opened, and exists under the name that is loaded."""

import sys

from workstation.session import main_window


async def test_the_pages_that_are_opened_later_are_loaded_ahead(monkeypatch) -> None:
    monkeypatch.setattr(main_window, "REST_SECONDS", 0.0)
    await main_window.load_pages_ahead()
    assert set(main_window.AHEAD) <= set(sys.modules)
