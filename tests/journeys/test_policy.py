"""The administrator's server is the only one, whoever is signed in and whatever is typed."""

from tests.journeys.conftest import until
from tests.journeys.keys import profile_of
from tests.journeys.pages import sign_in_page
from workstation.base.log import RedactingFormatter
from workstation.domain.language import Language
from workstation.services.last_sign_in import LAST_FILE
from workstation.settings import resolve
from workstation.settings.sources import SettingsLayer, SettingsSource
from workstation.ui.kit.strings import error_text, tr

ELSEWHERE = "https://other.invalid"


async def test_the_server_of_the_policy_is_shown_locked_and_says_by_whom(workplace, policy):
    policy["api.base"] = ELSEWHERE
    async with workplace.open(sign_in=False) as work:
        page = await sign_in_page(work)
        assert page.address.text() == ELSEWHERE
        assert page.address.edit.isReadOnly()
        assert page.address.message.text == tr("settings.locked")
        assert page.address.edit.accessibleDescription() == tr("settings.locked")


async def test_whatever_is_typed_the_token_goes_to_the_server_of_the_policy_alone(
    workplace, policy
):
    policy["api.base"] = ELSEWHERE
    async with workplace.open(sign_in=False) as work:
        page = await sign_in_page(work)
        page.submitted.emit(work.clinic.address, work.clinic.token, False)
        await until(lambda: page.error is not None)
        assert type(page.error).__name__ == "NameNotResolved"
        assert work.program.main_window is None


async def test_at_the_server_of_the_policy_a_token_is_enough(workplace, policy):
    policy["api.base"] = workplace.clinic.address
    async with workplace.open(sign_in=False) as work:
        page = await sign_in_page(work)
        page.token.set_text(work.clinic.token)
        page.submit.click()
        await until(lambda: work.program.main_window is not None)


async def test_a_sign_in_kept_for_another_server_is_not_used_and_its_token_stays(workplace, policy):
    async with workplace.open():
        pass
    policy["api.base"] = ELSEWHERE
    async with workplace.open(sign_in=False) as work:
        page = await sign_in_page(work)
        await until(lambda: page.error is not None)
        assert page.error.code == "configuration.server"
        assert str(error_text(page.error)) in page.general.text
        assert page.address.text() == ELSEWHERE
    policy.clear()
    async with workplace.open(sign_in=False) as work:
        await until(lambda: work.program.main_window is not None)


async def test_a_policy_that_names_another_server_ends_the_session_with_a_sentence(
    workplace, policy
):
    async with workplace.open() as work:
        work.main_window.frame.notify("working")
        policy["api.base"] = ELSEWHERE
        work.window.activated.emit()
        page = await sign_in_page(work)
        await until(lambda: page.error is not None)
        assert page.error.code == "configuration.server"
        assert work.program.session is None
        assert page.address.text() == ELSEWHERE


async def test_what_is_written_when_the_server_changes_is_there_when_it_changes_back(
    workplace, policy
):
    async with workplace.open() as work:
        await work.open_consultation(20418)
        work.write("写到一半，服务器换了")
        policy["api.base"] = ELSEWHERE
        work.window.activated.emit()
        await sign_in_page(work)
    policy.clear()
    async with workplace.open(sign_in=False) as work:
        await until(lambda: work.program.main_window is not None)
        await until(lambda: len(work.session.store.worklist) > 0)
        await work.open_consultation(20418)
        await until(lambda: work.active.composer.text == "写到一半，服务器换了")


async def test_the_page_follows_a_policy_that_comes_while_it_is_shown(workplace, policy):
    async with workplace.open(sign_in=False) as work:
        page = await sign_in_page(work)
        assert not page.address.edit.isReadOnly()
        policy["api.base"] = ELSEWHERE
        work.window.activated.emit()
        await until(page.address.edit.isReadOnly)
        policy.clear()
        work.window.activated.emit()
        await until(lambda: not page.address.edit.isReadOnly())


async def test_a_policy_that_breaks_meanwhile_leaves_the_earlier_one_in_force(
    workplace, policy, monkeypatch, caplog
):
    policy["api.base"] = workplace.clinic.address
    async with workplace.open() as work:
        looked, sound = [], resolve.policy_file_layer

        def broken(_path):
            looked.append(1)
            place = "/etc/doctor-workstation/policy.json:3:7"
            return SettingsLayer(SettingsSource.POLICY_FILE, fault="malformed", place=place)

        monkeypatch.setattr(resolve, "policy_file_layer", broken)
        for times in (1, 2):
            work.window.activated.emit()
            await until(lambda: len(looked) >= times)  # noqa: B023 - waited for in the loop
        assert str(work.program.parts.resolution.server) == work.clinic.address
        assert work.program.main_window is not None
        monkeypatch.setattr(resolve, "policy_file_layer", sound)
        work.window.activated.emit()
        await until(lambda: "the policy can be used again" in caplog.text)
    written = [RedactingFormatter().format(record) for record in caplog.records]
    lines = [line for line in written if "the earlier policy stays in force" in line]
    assert len(lines) == 1, "once, however often it is looked at"
    assert lines[0].endswith("configuration.policy malformed")


async def test_once_in_at_the_new_server_the_earlier_one_s_token_is_forgotten(workplace, policy):
    """Nothing would lead to it any more; nobody could take it away."""
    async with workplace.open():
        pass
    last = workplace.folders.config / LAST_FILE
    last.write_text('{"server": "https://earlier.invalid", "member_id": 7}')
    entry = f"token https://earlier.invalid 7 {profile_of(workplace)}"
    await workplace.keys.write(entry, "secret")
    policy["api.base"] = workplace.clinic.address
    async with workplace.open(sign_in=False) as work:
        page = await sign_in_page(work)
        assert page.error.code == "configuration.server"
        page.submitted.emit("", work.clinic.token, False)
        await until(lambda: work.program.main_window is not None)
        assert await workplace.keys.read(entry) is None


async def test_what_is_locked_on_the_sign_in_page_cannot_be_picked_there(workplace, policy):
    policy["ui.language"] = "en"
    async with workplace.open(sign_in=False) as work:
        page = await sign_in_page(work)
        assert not page.footer.language.isEnabled()
        assert page.footer.language.currentText() == Language.EN.autonym
        assert page.footer.language.accessibleDescription() == "Set by your administrator"
        assert page.footer.appearance.isEnabled()
        page.footer.picked.emit("ui.language", "zh")
        await until(lambda: page.error is not None)
        assert page.footer.language.currentText() == Language.EN.autonym


async def test_what_is_picked_on_the_sign_in_page_is_kept(workplace):
    async with workplace.open(sign_in=False) as work:
        page = await sign_in_page(work)
        for select, value in ((page.footer.language, "en"), (page.footer.appearance, "dark")):
            select.choose(value)
            select.activated.emit(select.currentIndex())
        assert page.error is None
        settings = work.program.parts.resolution.settings
        assert (settings.language, settings.theme) == ("en", "dark")
        assert page.submit.text() == "Sign in"
