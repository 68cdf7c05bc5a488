"""A colleague on slixmpp in the room: each kind of message, both ways, on every engine."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

from tests.fakes.documents import PDF
from tests.servers.conftest import COLLEAGUE, DOCTOR
from tests.servers.contract_steps import get
from tests.servers.engine import Engine
from tests.servers.foreign_patient import ForeignPatient, on_the_phone
from tests.servers.stream_bridge import bridge_to
from tests.servers.workplace import Workplace, at_work
from workstation.domain.message import Message, MessageKind
from workstation.vault.unsent import files


@contextlib.asynccontextmanager
async def both(
    engine: Engine, room: str, folder: Path
) -> AsyncIterator[tuple[Workplace, ForeignPatient]]:
    """A doctor at this program, and a colleague whose program knows nothing of it."""
    async with contextlib.AsyncExitStack() as stack:
        port = engine.endpoints[0].c2s_port
        if not port:
            port = await stack.enter_async_context(bridge_to(engine.endpoints[0].url))
        phone = on_the_phone(engine, COLLEAGUE, room, port=port)
        colleague = await stack.enter_async_context(phone)
        doctor = await stack.enter_async_context(at_work(engine, DOCTOR, folder))
        yield doctor, colleague


async def row_of(doctor: Workplace, consultation_id: int, origin_id: str) -> Message:
    rows = await doctor.wait_for_rows(
        consultation_id, lambda listed: any(row.origin_id == origin_id for row in listed)
    )
    return next(row for row in rows if row.origin_id == origin_id)


async def test_what_slixmpp_says_is_understood(
    engine: Engine, consultation_id: int, room: str, tmp_path: Path
) -> None:
    async with both(engine, room, tmp_path) as (doctor, colleague):
        await doctor.say(consultation_id, "How is the rash?")
        asked = await colleague.wait_for(lambda each: each.body == "How is the rash?")
        await colleague.reply(asked, "Better", "quote")
        answer = await row_of(doctor, consultation_id, "quote")
        assert answer.text == "Better"
        assert answer.quote.message.text == "How is the rash?"

        await colleague.mention(f"@{DOCTOR} look", DOCTOR, (0, 5), "mention")
        mention = await row_of(doctor, consultation_id, "mention")
        assert mention.mentions_me
        assert [(one.begin, one.end) for one in mention.mentions] == [(0, 5)]

        await colleague.say("3 mg", "dose")
        await colleague.correct("dose", "30 mg", "dose-2")
        corrected = await doctor.message(consultation_id, "30 mg")
        assert (corrected.origin_id, corrected.earlier) == ("dose", ("3 mg",))

        await colleague.say("wrong room", "slip")
        slip = await colleague.wait_for(lambda each: each.message_id == "slip")
        await colleague.withdraw(slip)
        await doctor.wait_for_rows(
            consultation_id,
            lambda rows: [row.origin_id for row in rows if row.retracted] == ["slip"],
        )

        url = await colleague.send_file(PDF, "report.pdf", "application/pdf", "file")
        file = await row_of(doctor, consultation_id, "file")
        assert (file.kind, file.attachment.url) == (MessageKind.FILE, url)
        loaded = await doctor.session.media.reader.document(url)
        assert (loaded.extension, loaded.content) == ("pdf", PDF)


async def test_what_is_said_here_is_understood_by_slixmpp(
    engine: Engine, consultation_id: int, room: str, tmp_path: Path
) -> None:
    async with both(engine, room, tmp_path) as (doctor, colleague):
        outbox = doctor.session.messaging.outbox
        await colleague.say("How is the rash?", "question")
        question = await row_of(doctor, consultation_id, "question")
        asked = await colleague.wait_for(lambda each: each.message_id == "question")
        draft = await doctor.session.messaging.drafting.quote(consultation_id, question.key)
        writer = doctor.session.messaging.outbox_writer
        await writer.add_draft(consultation_id, (), "Better", draft.quote.reference)
        await outbox.pump(consultation_id)
        answer = await colleague.wait_for(lambda each: each.body.endswith("Better"))
        stanza = colleague.read(answer)
        reply = stanza["reply"]
        assert (reply["id"], str(reply["to"])) == (asked.stanza_id, f"{room}/{COLLEAGUE}")
        assert reply.strip_fallback_content() == "Better"

        await doctor.say(consultation_id, f"@{COLLEAGUE} look")
        mention = await colleague.wait_for(lambda each: each.body.endswith(" look"))
        reference = colleague.read(mention)["reference"]
        assert reference["type"] == "mention"
        assert reference["uri"] == f"xmpp:{COLLEAGUE}@{engine.domain}"
        assert mention.body[int(reference["begin"]) : int(reference["end"])] == f"@{COLLEAGUE}"

        await doctor.say(consultation_id, "3 mg")
        dose = await colleague.wait_for(lambda each: each.body == "3 mg")
        await doctor.all_sent(consultation_id)
        amendments = doctor.session.messaging.amendments
        assert await amendments.correct(consultation_id, dose.message_id, "30 mg")
        await outbox.pump(consultation_id)
        corrected = await colleague.wait_for(lambda each: each.body == "30 mg")
        assert colleague.read(corrected)["replace"]["id"] == dose.message_id

        await doctor.all_sent(consultation_id)
        assert await amendments.withdraw(consultation_id, dose.message_id)
        await outbox.pump(consultation_id)
        withdrawn = await colleague.wait_for(lambda each: each.retracts == dose.stanza_id)
        assert withdrawn.nick == str(DOCTOR)

        file = await doctor.session.vault.write(files.keep, PDF, "application/pdf", "report.pdf")
        writer = doctor.session.messaging.outbox_writer
        await writer.add_file(consultation_id, MessageKind.FILE, file.file_id)
        await outbox.pump(consultation_id)
        sent = await colleague.wait_for(lambda each: bool(each.picture_or_voice))
        assert sent.file["name"] == "report.pdf"
        assert sent.file["size"] == str(len(PDF))
        assert await asyncio.to_thread(get, sent.picture_or_voice) == PDF
