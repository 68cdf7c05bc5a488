"""A doctor's day in the real program, full of canaries, told line by line to who may kill it.

    python -m tests.leaks.day FD < orders

``orders`` is JSON; each line that goes to the file ``FD`` is a JSON pair of what and text.
"""

import asyncio
import contextlib
import faulthandler
import json
import logging
import os
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.fakes.mime import drop_on, words
from tests.journeys.conftest import Work, until
from tests.journeys.locking import type_code
from tests.journeys.opening import Opening
from tests.leaks.witness import Witness
from workstation import __main__
from workstation.domain.errors import StorageError
from workstation.program.program import Program
from workstation.settings import resolve
from workstation.settings.sources import SettingsLayer, SettingsSource
from workstation.ui.sign_in.code_page import CodePage, EnterCodePage, SetCodePage
from workstation.ui.sign_in.page import SignInPage
from workstation.vault.keys import key_cost

MANGO = 20418
FAULTY_SECONDS = 8.0
MAX_SECONDS = 300.0


class Day:
    """The doctor's hands; whatever a fault keeps from being done is left out."""

    def __init__(self, program: Program, orders: dict[str, Any], tell: Any) -> None:
        self.program, self.orders, self.tell = program, orders, tell
        self.words: dict[str, str] = orders["words"]
        clinic = SimpleNamespace(address=orders["address"], token=orders["token"])
        self.work, self.witness = Work(program, program.parts.window, clinic), Witness(tell)

    async def run(self) -> None:
        """Everything in order, told once it is done; then the end that was ordered."""
        steps = [self.enter, self.read, self.write, self.attach, self.open, self.edit]
        steps += [self.log, self.fail, self.lock]
        if self.orders["plants"]:
            steps = [self.enter, self.plant]
        for step in steps:
            await self._try(step)
        if self.orders["aborts"]:
            os.abort()
        self.program.leave()

    async def _try(self, step: Any) -> None:
        faulty = self.orders["faulty"] and step != self.enter
        try:
            async with asyncio.timeout(FAULTY_SECONDS if faulty else 90):
                await step()
        except Exception as error:  # noqa: BLE001 - told, and judged by who watches
            if not faulty:
                self.tell("defect", f"{step.__name__} {type(error).__name__} {error}")
        else:
            self.tell("done", step.__name__)
        self.witness.look()

    async def enter(self) -> None:
        """Whatever page is shown leads on."""
        seen: set[int] = set()
        while self.program.main_window is None:
            for page in self.program.parts.window.findChildren(CodePage):
                if page.isVisible() and not page.submit.busy and not page.fields.is_waiting:
                    self._type_codes(page)
            for page in self.program.parts.window.findChildren(SignInPage):
                if page.isVisible() and (id(page) not in seen or page.error is not None):
                    seen.add(id(page))
                    page.submitted.emit(self.orders["address"], self.orders["token"], True)
            await asyncio.sleep(0.2)
        await until(lambda: len(self.work.session.store.worklist) > 0, "the queue is read")

    def _type_codes(self, page: CodePage) -> None:
        code = self.words["code"]
        if isinstance(page, EnterCodePage):
            page.fields.current.edit.setText(code)
        elif isinstance(page, SetCodePage):
            page.fields.new.edit.setText(code)
            page.fields.repeat.edit.setText(code)
        page.submit.click()

    async def read(self) -> None:
        await self.work.open_consultation(MANGO)
        await until(self.work.messages, "the conversation is read")

    async def write(self) -> None:
        self.work.write(self.words["message"])
        self.work.press_enter()
        self.work.write(self.words["draft"])
        await until(lambda: self.words["message"] in self.work.texts(), "in the conversation")

    async def attach(self) -> None:
        data = words(files=[self.orders["photo"]])
        drop_on(self.work.active.composer.editor, data)
        await until(lambda: self.work.active.composer.tray.urls, "attached")

    async def open(self) -> None:
        opening = Opening(self.work)
        opening.fill(self.words["symptom"])
        opening.sheet.start.click()
        await until(lambda: not opening.sheet.busy, "asked for")
        opening.sheet.dismiss()

    async def edit(self) -> None:
        self.work.main_window.frame.show_page("profile")
        page = self.work.main_window.frame.page("profile")
        await until(lambda: page.editor.base.member_id, "the page is read")
        page.editor.introduction.edit.insertPlainText(self.words["profile"])
        page.discard()
        self.work.main_window.frame.show_page("active")

    async def log(self) -> None:
        """Lines of ours and of libraries, at every level, with everything in them."""
        for name in ("workstation.trial", "httpx", "websockets.client", "asyncio"):
            for level in (logging.DEBUG, logging.WARNING, logging.CRITICAL):
                logging.getLogger(name).log(level, "about %s", self.words["message"])

    async def fail(self) -> None:
        """Defects in the loop, in a thread and where nobody can catch them, each with a cause."""

        def defect() -> None:
            try:
                raise ValueError(self.words["message"])  # noqa: TRY301 - a cause
            except ValueError as cause:
                raise RuntimeError(self.words["token"]) from cause

        asyncio.get_running_loop().call_soon(defect)
        thread = threading.Thread(target=defect)
        thread.start()
        thread.join()
        owner = type("Owner", (), {"__del__": lambda _self: defect()})()
        del owner
        await asyncio.sleep(0)

    async def lock(self) -> None:
        QTest.keyClick(self.work.window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
        lock = self.program.current.screen_lock
        assert lock.page is not None
        self.witness.look()
        await type_code(self.work, self.words["wrong code"])
        await until(lambda: lock.page.message.text, "it is said")
        self.tell("done", "locked")
        await type_code(self.work, self.words["code"])
        await until(lambda: lock.page is None, "unlocked")

    async def plant(self) -> None:
        """A leak in every place that is looked at: each must be found."""
        words = {name: word for name, word in self.words.items() if name.startswith("in ")}
        profile, temporary = Path(self.orders["profile"]), Path(tempfile.gettempdir())
        (profile / "logs" / "planted.log").write_text(words["in a log"], "utf-8")
        (profile / "data" / "planted").write_bytes(words["in the profile"].encode("utf-16-le"))
        (temporary / "planted").write_text(words["in a temporary file"].encode().hex())
        (temporary / "core.1").write_bytes(words["in a core dump"].encode())
        self.program.parts.window.setWindowTitle(words["in a title"])
        desktop_notice = self.program.current.screen_lock._notices
        desktop_notice._show_notice(words["in a notice"])
        desktop_notice._icon().setToolTip(words["in the tray"])
        StorageError(words["in an error"])
        with contextlib.suppress(StorageError):
            try:
                raise ValueError(words["in a cause"])  # noqa: TRY301 - a cause
            except ValueError as cause:
                raise StorageError("planted") from cause
        sys.stderr.write(words["in crash output"])
        sys.stderr.flush()
        self.child = subprocess.Popen(  # noqa: ASYNC220, S603 - this test's own
            [sys.executable, "-c", "input()", words["in a command line"]],
            env={"PLANTED": words["in an environment"]},
            stdin=subprocess.PIPE,
        )


def main() -> None:
    """Run the program with a doctor in it."""
    channel = os.fdopen(int(sys.argv[1]), "w", buffering=1, encoding="utf-8")
    faulthandler.dump_traceback_later(MAX_SECONDS, exit=True)
    orders = json.load(sys.stdin)
    key_cost.MIN_MEMORY_KIB = 64
    key_cost._measure = lambda _cost: 1.0
    policy = SettingsLayer(SettingsSource.POLICY_FILE, {"log.level": "debug"})
    resolve.policy_file_layer = lambda _path: policy
    real = Program.run

    def tell(what: str, text: str) -> None:
        with contextlib.suppress(BrokenPipeError):
            channel.write(json.dumps([what, text]) + "\n")

    async def run_with_doctor(program: Program) -> int:
        doctor = asyncio.ensure_future(work(program))
        try:
            return await real(program)
        finally:
            doctor.cancel()

    async def work(program: Program) -> None:
        try:
            await Day(program, orders, tell).run()
        except Exception as error:  # noqa: BLE001 - told, and judged by who watches
            tell("defect", f"{type(error).__name__} {error}")
            os._exit(1)

    Program.run = run_with_doctor
    __main__.main(["--profile", orders["profile"]])


if __name__ == "__main__":
    main()
