"""The doctor edits the own page on the real platform; nothing typed is lost, nobody overwritten."""

import asyncio
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.journeys.conftest import until
from tests.journeys.pages import Logoff, sign_in_page
from tests.journeys.profile_page import editing, profile_page, question, write_introduction
from tests.ui.notices import visible_notices
from workstation.ui.kit.strings import tr
from workstation.ui.shell.window import ShellWindow

CTRL = Qt.KeyboardModifier.ControlModifier


async def served(work):
    """The page as the platform has it now."""
    return await work.session.access.doctor.detail()


async def test_an_edited_page_is_saved_by_ctrl_s_and_named_on_the_rail(workplace):
    async with editing(workplace) as (work, page):
        page.editor.name.edit.setText("林若川川")
        page.editor.name.edit.textEdited.emit("林若川川")
        page.editor.specialties.edit.setFocus()
        page.editor.specialties.edit.insert("新生儿护理")
        assert page.bar.text.endswith("基本信息")
        QTest.keyClick(page, Qt.Key.Key_S, CTRL)
        await until(lambda: not page.unsaved and not page.bar.saving.busy, "saved")
        now = await served(work)
        assert (now.name, now.specialties[-1]) == ("林若川川", "新生儿护理")
        assert work.session.account.profile.page == now
        who = tr("queue.comma").join((now.name, now.department))
        assert work.main_window.frame.rail.doctor.accessibleName() == tr("rail.doctor", name=who)


async def test_another_name_is_that_of_who_signs_out_on_the_settings_page(workplace):
    async with editing(workplace) as (work, page):
        work.main_window.frame.show_page("settings")
        section = work.main_window.frame.page("settings").sections["account"]
        assert section.row.title.text() == "林若川"
        work.main_window.frame.show_page("profile")
        page.editor.name.edit.setText("林若川川")
        page.editor.name.edit.textEdited.emit("林若川川")
        page.save()
        await until(lambda: not page.unsaved and not page.bar.saving.busy, "saved")
        assert section.row.title.text() == "林若川川"


@pytest.mark.parametrize("is_asked_meanwhile", [False, True])
async def test_an_answer_from_before_a_save_shows_nothing_of_what_was(
    workplace, monkeypatch, is_asked_meanwhile
):
    """Asked for before it, or while it goes on: the network came back."""
    async with editing(workplace) as (work, page):
        before, answer = page.editor.base, asyncio.Event()

        async def load_late():
            await answer.wait()
            return before

        monkeypatch.setattr(work.session.account.profile, "load", load_late)
        work.main_window.pages.profile.load()
        write_introduction(page, "刚写的简介。")
        page.save()
        if is_asked_meanwhile:
            work.main_window.pages.profile.load()
        await until(lambda: not page.unsaved and not page.bar.saving.busy, "saved")
        answer.set()
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        assert page.editor.introduction.text() == "刚写的简介。"
        assert work.session.account.profile.page.introduction == "刚写的简介。"


async def test_the_dots_go_once_it_is_saved_however_long_reading_it_again_takes(
    workplace, monkeypatch
):
    """Saved, it was marked as unsaved for up to half a minute more, on a slow network.

    What the platform trims is shown then, and is no conflict for what was saved meanwhile.
    """
    async with editing(workplace) as (work, page):
        platform, may_answer = work.session.access.doctor, asyncio.Event()
        read = platform.detail

        async def answer_late():
            now = await read()
            if not now.introduction.startswith("刚写"):
                return now
            await may_answer.wait()
            return replace(now, introduction="刚写")

        write_introduction(page, "刚写的简介。")
        monkeypatch.setattr(platform, "detail", answer_late)
        page.save()
        await until(lambda: not page.unsaved and not page.bar.saving.busy, "saved")
        assert not any(section._dot.isVisible() for section in page.editor.sections.values())
        page.editor.name.edit.setText("林若川川")
        page.editor.name.edit.textEdited.emit("林若川川")
        page.save()
        may_answer.set()
        await until(lambda: not page.unsaved and not page.bar.saving.busy, "saved again")
        assert question(work) is None
        assert page.editor.introduction.text() == "刚写"
        assert (await read()).name == "林若川川"


async def test_a_page_changed_meanwhile_is_put_together_by_the_doctors_choice(workplace):
    async with editing(workplace) as (work, page):
        base = page.editor.base
        write_introduction(page, "我写的简介。")
        theirs = replace(base, introduction="别处写的简介。", hospital="另一家医院")
        await work.session.access.doctor.save(theirs)
        page.save()
        await until(page.conflict.isVisible, "both copies are shown")
        assert await served(work) == theirs
        picked = {c.field: c.mine.isChecked() for c in page.conflict.choices}
        assert picked == {"hospital": False, "introduction": True}
        page.conflict.save.click()
        await until(lambda: not page.unsaved and not page.conflict.isVisible(), "saved")
        assert await served(work) == replace(theirs, introduction="我写的简介。")


async def test_a_conflict_can_be_left_for_more_editing_without_a_loss(workplace):
    async with editing(workplace) as (work, page):
        write_introduction(page, "我写的简介。")
        theirs = replace(page.editor.base, introduction="别处写的简介。")
        await work.session.access.doctor.save(theirs)
        page.save()
        await until(page.conflict.isVisible, "both copies are shown")
        page.conflict.back.click()
        assert page.editor.introduction.text() == "我写的简介。"
        assert page.unsaved
        assert await served(work) == theirs


async def test_an_over_long_introduction_is_refused_in_place_and_never_sent(workplace):
    async with editing(workplace) as (work, page):
        before = await served(work)
        write_introduction(page, "长" * 1001)
        assert "1000" in page.editor.introduction.message.text
        page.save()
        assert not page.bar.saving.busy
        assert await served(work) == before
        assert len(page.editor.introduction.text()) == 1001


async def test_a_connection_lost_while_saving_keeps_everything_for_another_try(workplace):
    async with editing(workplace) as (work, page):
        write_introduction(page, "断线时写的简介。")
        work.clinic.dial("reset@POST /doctor/detail")
        page.save()
        await until(lambda: "没有保存" in page.bar.text, "it says so")
        assert page.editor.introduction.text() == "断线时写的简介。"
        work.clinic.clear()
        page.save()
        await until(lambda: not page.unsaved and not page.bar.saving.busy, "saved")
        assert (await served(work)).introduction == "断线时写的简介。"


async def test_an_answer_lost_after_saving_counts_as_saved(workplace):
    async with editing(workplace) as (work, page):
        write_introduction(page, "答复丢失的简介。")
        work.clinic.dial("lost@POST /doctor/detail#1")
        page.save()
        await until(lambda: not page.unsaved and not page.bar.saving.busy, "saved")
        assert (await served(work)).introduction == "答复丢失的简介。"


async def test_what_is_written_while_saving_stays_unsaved_and_is_not_lost(workplace):
    async with editing(workplace) as (work, page):
        write_introduction(page, "先保存的。")
        work.clinic.dial("latency=300@POST /doctor/detail#1")
        page.save()
        assert page.bar.saving.busy
        write_introduction(page, "先保存的，后补充的。")
        await until(lambda: not page.bar.saving.busy, "saved")
        assert page.editor.base.introduction == "先保存的。"
        assert page.editor.introduction.text() == "先保存的，后补充的。"
        assert page.editor.changed_sections() == ("introduction",)


async def test_leaving_with_changes_asks_and_saving_goes_on_to_the_other_page(workplace):
    async with editing(workplace) as (work, page):
        frame = work.main_window.frame
        write_introduction(page, "离开前的简介。")
        frame.rail.items["history"].click()
        assert frame.current_page == "profile"
        assert frame.rail.items["profile"].isChecked()
        question(work).answer("cancel")
        assert (frame.current_page, page.editor.introduction.text()) == (
            "profile",
            "离开前的简介。",
        )
        frame.show_page("history")
        question(work).answer("save")
        await until(lambda: frame.current_page == "history", "it goes on")
        assert (await served(work)).introduction == "离开前的简介。"


async def test_leaving_stays_when_saving_failed(workplace):
    async with editing(workplace) as (work, page):
        write_introduction(page, "离开前的简介。")
        work.clinic.dial("failure=维护中@POST /doctor/detail")
        work.main_window.frame.show_page("history")
        question(work).answer("save")
        await until(lambda: "维护中" in page.bar.text, "the server's own words")
        assert work.main_window.frame.current_page == "profile"
        assert page.unsaved


async def test_closing_the_window_and_signing_out_ask_too(workplace):
    async with editing(workplace) as (work, page):
        write_introduction(page, "还没保存。")
        work.window.close()
        question(work).answer("cancel")
        work.main_window.sign_out.keep_chosen.emit()
        question(work).answer("cancel")
        await asyncio.sleep(0)
        assert work.window.isVisible()
        assert work.program.main_window is not None
        work.window.close()
        question(work).answer("discard")
        await until(lambda: work.program.main_window is None, "the program ends")


async def test_the_end_of_the_desktop_s_session_is_held_up_for_the_page_s_question(
    workplace, monkeypatch
):
    monkeypatch.setattr(ShellWindow, "come_forward", lambda _: None)  # offscreen has no front
    async with editing(workplace) as (work, page):
        write_introduction(page, "还没保存。")
        end = Logoff()
        work.program.leave_confirmation.on_desktop_logoff(end)
        assert end.held_up
        question(work).answer("discard")
        await until(lambda: work.program.main_window is None, "the program ends")


async def test_a_rejected_token_keeps_everything_typed_for_the_next_sign_in(workplace):
    async with editing(workplace) as (work, page):
        write_introduction(page, "令牌过期前写的。")
        page.editor.specialties.edit.insert("还在输入的擅长")
        work.clinic.dial("token-http@POST /doctor/detail#1")
        page.save()
        await until(lambda: work.program.main_window is None, "back at the sign-in")
        await sign_in_page(work)
        await work.sign_in()
        again = profile_page(work)
        assert work.main_window.frame.current_page == "profile"
        assert again.editor.introduction.text() == "令牌过期前写的。"
        assert again.editor.specialties.tags()[-1] == "还在输入的擅长"
        again.save()
        await until(lambda: not again.unsaved and not again.bar.saving.busy, "saved")
        assert (await served(work)).introduction == "令牌过期前写的。"


async def test_a_page_that_cannot_be_read_says_so_and_is_read_on_retry(workplace):
    async with workplace.open() as work:
        work.session.account.profile.page = None  # as after a remembered sign-in without a network
        work.clinic.dial("reset@GET /doctor/detail")
        work.main_window.frame.show_page("profile")
        page = profile_page(work)
        await until(page.failed.isVisible, "it says so")
        assert not page.bar.isVisible()
        work.clinic.clear()
        page.retry.click()
        await until(page.bar.isVisible, "it is read")
        assert page.editor.name.text() == "林若川"
        assert work.session.account.profile.page is not None


async def test_the_notice_that_all_is_saved_goes_with_the_first_change_after_it(workplace):
    """It stood beside a page that was not saved, and said that patients see it."""
    async with editing(workplace) as (work, page):
        write_introduction(page, "刚写的简介。")
        page.save()
        await until(lambda: tr("profile.saved") in visible_notices(work.window), "it is said")
        write_introduction(page, "又写的简介。")
        assert tr("profile.saved") not in visible_notices(work.window)
        page.save()
        await until(lambda: tr("profile.saved") in visible_notices(work.window), "said again")
