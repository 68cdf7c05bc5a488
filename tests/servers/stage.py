"""What happens beside the window of ``tests.servers.window``: ordered faults, a patient."""

import asyncio
import contextlib
import itertools
import threading
import xml.etree.ElementTree as ET
from collections.abc import Callable
from typing import Any

from tests.servers.clinic_platform import Platform
from tests.servers.contract_steps import PICTURE, VOICE, VOICE_NAME, VOICE_TYPE
from tests.servers.engine import Engine, room_address
from tests.servers.foreign_patient import ForeignPatient, on_the_phone
from tests.servers.hearing import Heard
from tests.servers.raw_client import NS, signed_in
from tests.servers.relay import Relay

DOCTOR = 1001
THINK_SECONDS = 1.5
COMING_SECONDS = 20.0
AGAIN_SECONDS = 1.0
FELL = "我摔了一跤，腿疼。"


class Stage:
    """An engine behind lines that can be stalled, and the patient of the newest consultation.

    The orders are the methods in ``ORDERS``, which take words. They run in a thread of their own,
    one after another, so that a long one does not silence the patient.
    """

    def __init__(self, engine: Engine, platform: Platform) -> None:
        self._engine, self._platform = engine, platform
        self.relays = [Relay(each.http_port) for each in engine.endpoints]
        self._list_servers()
        self._consultation = next(
            each for each in platform.in_process() if DOCTOR in each["doctor_ids"]
        )
        self._numbers = itertools.count(1)
        self._patient: ForeignPatient | None = None
        self._loop = asyncio.get_running_loop()

    @property
    def patient_name(self) -> str:
        """The name that the doctor sees."""
        return str(self._consultation["patient_name"])

    def close(self) -> None:
        for relay in self.relays:
            relay.close()

    def obey(self, line: str) -> str:
        """Carry one order out; gives what to tell who gave it."""
        name, *words = line.split(maxsplit=1)
        order = ORDERS.get(name)
        if order is None:
            return f"no such order; there are {', '.join(ORDERS)}"
        try:
            return str(order(self, *words) or f"{name}: done")
        except Exception as error:  # noqa: BLE001 - whoever gave the order is told
            return f"{name}: {type(error).__name__}: {error}"

    def say(self, text: str = FELL) -> None:
        """The patient says something."""
        self._in_loop(self._on_line().say(text, self._new_id()))

    def burst(self, count: str = "50") -> None:
        """The patient says that many things without a pause."""
        for number in range(int(count)):
            self.say(f"{number + 1}")

    def type(self) -> None:
        """The patient types."""
        self._in_loop(self._on_line().type())

    def picture(self) -> None:
        """The patient sends a picture."""
        self._send(PICTURE, "皮疹.png", "image/png")

    def voice(self) -> None:
        """The patient sends a voice message."""
        self._send(VOICE, VOICE_NAME, VOICE_TYPE)

    def new(self, text: str = FELL) -> str:
        """Another consultation begins, and its doctors are invited."""
        asked = self._platform.ask(
            self._consultation["patient_id"], self._consultation["team_id"], text
        )
        number, doctors = asked["consultation_id"], asked["doctor_ids"]
        self._engine.create_room(number, [*doctors, asked["patient_id"]])
        for doctor in doctors:
            self._engine.invite(number, doctor)
        return f"consultation {number} of doctors {doctors}"

    def cut(self) -> None:
        """Every line is dropped at once; new ones are taken."""
        for relay in self.relays:
            relay.cut()

    def stall(self, seconds: str = "5") -> None:
        """For so long nothing passes on any line, open or new; then all lines are dropped."""
        for relay in self.relays:
            relay.stall()
        threading.Event().wait(float(seconds))
        for relay in self.relays:
            relay.cut()
            relay.flow()

    def kill(self, node: str = "0") -> None:
        """A node gets SIGKILL."""
        self._engine.kill(int(node))

    def stop(self, node: str = "0") -> None:
        """A node is stopped as an administrator does it."""
        self._engine.stop(int(node))

    def start(self, node: str = "0") -> None:
        """A node that was killed or stopped starts."""
        self._engine.start(int(node))

    def expire(self) -> None:
        """None of the doctor's IM passwords so far is good any more."""
        self._engine.expire_passwords(DOCTOR)

    def expel(self) -> None:
        """The doctor loses the membership of the patient's room."""
        self._engine.expel(self._consultation["consultation_id"], DOCTOR)

    def admit(self) -> None:
        """The doctor gets it back, and an invitation."""
        number = self._consultation["consultation_id"]
        members = [*self._consultation["doctor_ids"], self._consultation["patient_id"]]
        self._engine.create_room(number, members)
        self._engine.invite(number, DOCTOR)

    def elsewhere(self) -> None:
        """The same installation of the doctor signs in a second time."""
        self._in_loop(self._take_over())

    def dial(self, fault: str) -> None:
        """A fault of ``python -m workstation.clinic --help`` strikes the REST side."""
        self._platform.call("dial", fault=fault)

    def clear(self) -> None:
        """No fault of ``dial`` strikes any more."""
        self._platform.call("clear")
        self._list_servers()

    async def play_patient(self, tell: Callable[[str], None]) -> None:
        """Keep the patient in the room, also after the engine was away; never returns."""
        member_id = self._consultation["patient_id"]
        for node in itertools.cycle(range(len(self._engine.endpoints))):
            with contextlib.suppress(OSError, TimeoutError, PermissionError):
                async with on_the_phone(self._engine, member_id, self.room, node=node) as patient:
                    self._patient = patient
                    tell(f"{self.patient_name} is in the room")
                    await self._until_gone(patient)
                    tell(f"{self.patient_name} lost the line")
            self._patient = None
            await asyncio.sleep(AGAIN_SECONDS)

    @property
    def room(self) -> str:
        """The bare JID of the consultation's room."""
        return room_address(self._consultation["consultation_id"], self._engine.domain)

    async def _until_gone(self, patient: ForeignPatient) -> None:
        gone = asyncio.Event()
        for event in ("disconnected", "eof_received"):
            patient.add_event_handler(event, lambda _: gone.set())
        talking = asyncio.create_task(self._talk(patient))
        talking.add_done_callback(lambda _: gone.set())
        try:
            await gone.wait()
        finally:
            talking.cancel()
            await asyncio.gather(talking, return_exceptions=True)

    async def _talk(self, patient: ForeignPatient) -> None:
        """Read what the doctor says, think, and answer: by text, picture and voice in turn."""
        answers = itertools.cycle((self._answer, self._show, self._speak))
        async for received in patient.listen():
            if received.nick != str(DOCTOR) or not received.body:
                continue
            await patient.mark_displayed(received.stanza_id)
            await patient.type()
            await asyncio.sleep(THINK_SECONDS)
            await next(answers)(patient, received)

    async def _answer(self, patient: ForeignPatient, received: Heard) -> None:
        quoted = "图片" if received.picture_or_voice else received.body[:20]
        await patient.say(f"您是说“{quoted}”吗？", self._new_id())

    async def _show(self, patient: ForeignPatient, _: Heard) -> None:
        await patient.send_file(PICTURE, "皮疹.png", "image/png", self._new_id())

    async def _speak(self, patient: ForeignPatient, _: Heard) -> None:
        await patient.send_file(VOICE, VOICE_NAME, VOICE_TYPE, self._new_id())

    def _list_servers(self) -> None:
        self._platform.list_servers(relay.port for relay in self.relays)

    def _send(self, content: bytes, name: str, media_type: str) -> None:
        self._in_loop(self._on_line().send_file(content, name, media_type, self._new_id()))

    async def _take_over(self) -> None:
        """The room tells a member the doctor's own resource, once the doctor is in it."""
        async with signed_in(self._engine, self._consultation["patient_id"]) as asking:
            await asking.join(self.room)
            try:
                async with asyncio.timeout(COMING_SECONDS):
                    present = await asking.wait_for(lambda each: bool(self._resource_in(each)))
            except TimeoutError:
                raise ConnectionError("the doctor is not in the room") from None
        async with signed_in(self._engine, DOCTOR, resource=self._resource_in(present)):
            """The engine ends the older session of a resource by itself."""

    def _resource_in(self, element: ET.Element) -> str:
        """The doctor's resource, where that is what is told."""
        item = element.find("muc-user:x/muc-user:item", NS)
        address, _, resource = ("" if item is None else item.get("jid", "")).partition("/")
        is_doctor = address == f"{DOCTOR}@{self._engine.domain}"
        return resource if is_doctor and element.get("type") != "unavailable" else ""

    def _on_line(self) -> ForeignPatient:
        if self._patient is None:
            raise ConnectionError("the patient is not in the room")
        return self._patient

    def _in_loop(self, work: Any) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(30)

    def _new_id(self) -> str:
        return f"stage-{next(self._numbers)}"


ORDERS: dict[str, Callable[..., str | None]] = {
    order.__name__: order
    for order in (
        Stage.say,
        Stage.burst,
        Stage.type,
        Stage.picture,
        Stage.voice,
        Stage.new,
        Stage.cut,
        Stage.stall,
        Stage.kill,
        Stage.stop,
        Stage.start,
        Stage.expire,
        Stage.expel,
        Stage.admit,
        Stage.elsewhere,
        Stage.dial,
        Stage.clear,
    )
}
