"""Seen is what comes into sight of a doctor who looks, on whatever page she was meanwhile."""

from workstation.ui.kit import throttle


async def test_what_comes_while_another_page_is_in_front_is_seen_on_the_way_back(
    reading, monkeypatch
):
    monkeypatch.setattr(throttle, "FRAME_MS", 0)  # it is painted when it comes
    await reading.fill()
    seen_places = reading.look()
    await reading.open()
    before = max(seen_places)
    reading.page.hide()
    await reading.say("刚到的")
    await reading.rest()
    assert max(seen_places) == before
    reading.page.show()
    await reading.until(lambda: max(seen_places) > before)
    last = reading.pane.view.last_in_sight()
    assert (last.message.text, last.message.position) == ("刚到的", max(seen_places))
