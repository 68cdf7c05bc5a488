"""Nobody who writes is interrupted by a window that is made anew for another database."""

from tests.journeys.conftest import Work
from tests.journeys.profile_page import open_profile, write_introduction
from workstation.ui.kit import save_timer

MANGO = 20418


async def test_who_writes_a_note_or_on_the_page_is_let_write(workplace, monkeypatch):
    async with workplace.open() as work:
        await work.open_consultation(MANGO)
        assert is_free(work)
        work.active.details.note.area.edit.insertPlainText("对青霉素")
        assert not is_free(work)
        with monkeypatch.context() as pause:
            pause.setattr(save_timer, "PAUSED_SECONDS", 0.0)
            assert is_free(work)
            page = await open_profile(work)
        write_introduction(page, "写到一半")
        assert not is_free(work)
        page.discard()
        with monkeypatch.context() as pause:
            pause.setattr(save_timer, "PAUSED_SECONDS", 0.0)
            assert is_free(work)


def is_free(work: Work) -> bool:
    """Whether the window may be made anew now."""
    return work.program.vault_switch.is_free
