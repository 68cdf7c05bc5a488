"""A doctor gathers what an administrator needs, while going on working."""

import zipfile

from tests.journeys.conftest import until
from workstation.domain.connection import Phase


async def test_papers_are_gathered_from_the_settings_and_the_session_stays(workplace, tmp_path):
    async with workplace.open() as work:
        await work.online()
        work.main_window.frame.show_page("settings")
        work.main_window.frame.page("settings").sections["support"].diagnostics.click()
        dialog = work.main_window.overlays.diagnostics.dialog
        await until(dialog.save.isEnabled, "the papers are there")
        await work.main_window.overlays.diagnostics.write(tmp_path / "papers.zip")
        assert work.session.store.connection.phase is Phase.ONLINE
        token = work.clinic.token
    with zipfile.ZipFile(tmp_path / "papers.zip") as archive:
        documents = {name: archive.read(name).decode() for name in archive.namelist()}
    assert {"README.txt", "settings.json", "check.json", "storage.json"} <= {*documents}
    assert '"verdict": "stopped"' not in documents["check.json"]
    assert not [name for name, text in documents.items() if token in text]
