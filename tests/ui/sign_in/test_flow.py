"""What the sign-in page is told while somebody types on it."""

import asyncio
from types import SimpleNamespace
from typing import Self

import pytest

from tests.fakes.sign_in import Way
from workstation.domain.address import ApiBase
from workstation.domain.errors import DiskFull, Unreachable
from workstation.domain.ids import MemberId
from workstation.program.doctor_accounts import DoctorAccounts
from workstation.program.sign_in_flow import SignInFlow
from workstation.settings.resolve import resolve
from workstation.settings.sources import SettingsLayer, SettingsSource
from workstation.ui.sign_in.page import SignInPage
from workstation.vault.keys import system_keyring
from workstation.vault.keys.secret_service import KeyringState

BASE = ApiBase.parse("https://clinic.example.com")


class Platform:
    """A keyring that is locked at first, and a server that answers when it is told to."""

    def __init__(self) -> None:
        self.keyring_state, self.last_server, self.code_possible = KeyringState.LOCKED, BASE, True
        self.keys, self.keyring, self.way = self, self, Way()
        self.asked, self.answer = asyncio.Event(), asyncio.Event()
        self.signing_in, self.admits = asyncio.Event(), asyncio.Event()

    async def state(self) -> KeyringState:
        return self.keyring_state

    async def read_remembered(self, _server: object) -> SimpleNamespace:
        self.asked.set()
        await self.answer.wait()
        return SimpleNamespace(base=BASE, member_id=MemberId(1001))

    async def open(self, _sign_in: object) -> Way:
        return self.way

    def folders_of(self, _sign_in: object) -> None:
        return None

    async def probe(self, _base: ApiBase) -> None:
        self.asked.set()
        await self.answer.wait()
        raise Unreachable("x")

    async def sign_in(self, *_: object, **__: object) -> SimpleNamespace:
        self.signing_in.set()
        await self.admits.wait()
        who = SimpleNamespace(member_id=MemberId(1002))
        return SimpleNamespace(profile=who, access=self.way, folders=None, not_remembered=None)

    async def note_server(self, _base: ApiBase) -> None:
        pass


class Entrance:
    """The page, with somebody in front of it, until it is left."""

    def __init__(self) -> None:
        self.platform, self.page = Platform(), SignInPage("1")
        pages: asyncio.Future[SignInPage] = asyncio.get_running_loop().create_future()
        self.saved: list[asyncio.Future[None]] = []
        self.resolution = resolve([])
        accounts = DoctorAccounts(self.platform, lambda: self.resolution)
        flow = SignInFlow(
            accounts, lambda: self.resolution, pages.set_result, lambda *_: self.saved.pop()
        )
        self.flow, self._pages = flow, pages
        self.entering = asyncio.ensure_future(flow.ask_by_page(why=None))

    async def __aenter__(self) -> Self:
        self.page = await self._pages
        return self

    async def __aexit__(self, *_: object) -> None:
        self.entering.cancel()
        await asyncio.gather(self.entering, return_exceptions=True)
        self.page.deleteLater()


@pytest.fixture(autouse=True)
def _looked_at_often(qloop, monkeypatch) -> None:  # noqa: ARG001 - a running loop
    monkeypatch.setattr(system_keyring, "POLL_SECONDS", 0.0)
    monkeypatch.setattr("workstation.program.sign_in_flow.PROBE_AFTER", 0.0)


async def test_who_stayed_signed_in_comes_in_once_the_keyring_is_open() -> None:
    async with Entrance() as entrance:
        entrance.platform.keyring_state = KeyringState.OPEN
        entrance.platform.answer.set()
        assert (await entrance.entering).member_id == 1001


async def test_nobody_comes_in_over_a_token_that_is_being_typed() -> None:
    async with Entrance() as entrance:
        platform = entrance.platform
        platform.keyring_state = KeyringState.OPEN
        await platform.asked.wait()
        entrance.page.token.set_text("s3c")
        platform.answer.set()
        for _ in range(9):
            await asyncio.sleep(0)
        assert not entrance.entering.done()
        assert platform.way.is_closed


async def test_of_two_who_come_in_at_once_the_second_s_connections_are_closed() -> None:
    async with Entrance() as entrance:
        entered = asyncio.get_running_loop().create_future()
        entered.set_result(None)
        entrance.platform.admits.set()
        await entrance.flow._submit(entrance.page, entered, str(BASE), "s3cret", False)
        assert entrance.platform.way.is_closed


async def test_who_comes_in_in_the_turn_in_which_the_program_ends_leaves_nothing_open() -> None:
    async with Entrance() as entrance:
        loop = asyncio.get_running_loop()
        entrance.page.show_opening = lambda: loop.call_soon(entrance.entering.cancel)
        entrance.platform.admits.set()
        entrance.page.submitted.emit(str(BASE), "s3cret", False)
        await asyncio.gather(entrance.entering, return_exceptions=True)
        assert entrance.entering.cancelled()
        assert entrance.platform.way.is_closed


async def test_an_open_keyring_leaves_the_choice_to_stay_signed_in_as_it_is() -> None:
    async with Entrance() as entrance:
        entrance.page.stay.setChecked(True)
        entrance.page.token.set_text("s3c")
        entrance.page.set_busy(busy=True)
        entrance.platform.keyring_state = KeyringState.OPEN
        for _ in range(9):
            await asyncio.sleep(0)
        assert entrance.page.stay.isChecked()
        assert not entrance.page.stay.isEnabled()


async def test_a_server_that_was_looked_for_ends_no_sign_in_that_is_under_way() -> None:
    async with Entrance() as entrance:
        page, platform = entrance.page, entrance.platform
        page.address_edited.emit(str(BASE))
        await platform.asked.wait()
        page.submitted.emit(str(BASE), "s3cret", False)
        await platform.signing_in.wait()
        platform.answer.set()
        for _ in range(9):
            await asyncio.sleep(0)
        assert page.submit.busy
        assert page.error is None
        assert page.address.message.isHidden(), "“Checking the server…” had stayed for good"


async def test_a_setting_picked_beside_a_server_that_is_set_keeps_the_keyboard() -> None:
    """It had gone to the token: with the arrow keys nobody came further than one choice."""
    async with Entrance() as entrance:
        page = entrance.page
        policy = SettingsLayer(SettingsSource.POLICY_FILE, {"api.base": str(BASE)})
        entrance.resolution = resolve([policy])
        entrance.flow.on_settings_changed()
        page.footer.language.setFocus()
        entrance.flow.on_settings_changed()
        assert page.address.edit.isReadOnly()
        assert page.focusWidget() is page.footer.language


async def test_a_server_that_is_set_no_longer_leaves_the_keyboard_in_the_token() -> None:
    """Where no other is known it had gone to the address, and the end of the token with it."""
    async with Entrance() as entrance:
        page, entrance.platform.last_server = entrance.page, None
        policy = SettingsLayer(SettingsSource.POLICY_FILE, {"api.base": str(BASE)})
        entrance.resolution = resolve([policy])
        entrance.flow.on_settings_changed()
        assert page.focusWidget() is page.token.edit
        page.token.set_text("s3c")
        entrance.resolution = resolve([])
        entrance.flow.on_settings_changed()
        assert not page.address.edit.isReadOnly()
        assert page.address.text() == ""
        assert page.focusWidget() is page.token.edit


async def test_a_setting_that_the_disk_refuses_ends_no_sign_in_that_is_under_way() -> None:
    async with Entrance() as entrance:
        page, refused = entrance.page, asyncio.get_running_loop().create_future()
        entrance.saved.append(refused)
        page.submitted.emit(str(BASE), "s3cret", False)
        await entrance.platform.signing_in.wait()
        page.footer.picked.emit("appearance.language", "en")
        refused.set_exception(DiskFull("full"))
        for _ in range(9):
            await asyncio.sleep(0)
        assert page.submit.busy
        assert page.error is None


async def test_a_sign_in_that_hangs_is_broken_off_and_its_late_answer_is_nobodys() -> None:
    async with Entrance() as entrance:
        page, platform = entrance.page, entrance.platform
        page.submitted.emit(str(BASE), "s3cret", False)
        await platform.signing_in.wait()
        page.cancelled.emit()
        page.set_busy(busy=False)
        platform.admits.set()
        for _ in range(9):
            await asyncio.sleep(0)
        assert not entrance.entering.done()
        page.submitted.emit(str(BASE), "s3cret", False)
        assert (await entrance.entering).member_id == 1002


async def test_the_next_attempt_begins_once_what_the_one_before_kept_is_gone() -> None:
    async with Entrance() as entrance:
        page, platform, steps = entrance.page, entrance.platform, []
        gone = asyncio.Event()

        async def sign_in(*_: object, **__: object) -> None:
            steps.append("begins")
            platform.signing_in.set()
            try:
                await platform.admits.wait()
            finally:
                await gone.wait()
                steps.append("ends")

        platform.sign_in = sign_in
        page.submitted.emit(str(BASE), "s3cret", False)
        await platform.signing_in.wait()
        page.cancelled.emit()
        page.submitted.emit(str(BASE), "s3cret", False)
        for _ in range(9):
            await asyncio.sleep(0)
        gone.set()
        for _ in range(9):
            await asyncio.sleep(0)
        assert steps == ["begins", "ends", "begins"]
