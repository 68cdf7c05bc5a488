"""The handover on paper, by the pieces of a record: sections, patients, lines."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from workstation.domain.handover import HandoverKind
from workstation.store.handover import HandoverEntry
from workstation.store.waiting import QueueSection
from workstation.ui.handover.texts import (
    item_texts,
    patient_name,
    section_text,
    severity_text,
    summary_text,
)
from workstation.ui.kit.strings import formats, tr
from workstation.ui.record import times
from workstation.ui.record.content import Record, RecordDay, RecordLine, RecordMessage


def handover_record(
    entries: Sequence[HandoverEntry], maker: str, now_ms: int, doubt: str
) -> Record:
    """The handover as a record; its number is the day in digits, and names nobody.

    ``doubt`` says why consultations may be missing.
    """
    day = formats.local(now_ms).date()
    moment, items = times.moment(now_ms), sum(len(entry.items) for entry in entries)
    overdue = sum(entry.section is QueueSection.OVERDUE for entry in entries)
    promised = sum(item.kind is HandoverKind.PROMISE for entry in entries for item in entry.items)
    return Record(
        number=int(f"{day:%Y%m%d}"),
        title=tr("handover.title"),
        target=maker or tr("record.nobody"),
        facts=(
            (tr("handover.fact.time"), moment),
            (tr("handover.fact.consultations"), str(len(entries))),
            (section_text(QueueSection.OVERDUE), str(overdue)),
            (tr("handover.fact.promised"), str(promised)),
        ),
        symptom=None,
        summary=None,
        lines=tuple(_lines(entries, now_ms)),
        warning=f"{doubt} {tr('handover.note')}".strip(),
        ending=tr("handover.open_items", count=items),
        made=tr("record.made", name=maker or tr("record.nobody"), moment=moment),
        heading=tr("handover.heading"),
    )


def _lines(entries: Sequence[HandoverEntry], now_ms: int) -> Iterator[RecordLine]:
    for section, group in groupby(entries, key=lambda entry: entry.section):
        yield RecordDay(section_text(section))
        for entry in group:
            consultation = entry.row.consultation
            severity, _ink = severity_text(entry, now_ms)
            yield RecordMessage(
                name=patient_name(consultation),
                role=f"{severity} · {consultation.consultation_id}",
                time="",
                text=summary_text(consultation),
                faint=True,
            )
            for item in entry.items:
                texts = item_texts(item, now_ms)
                text = tr("handover.found", text=texts.text, how=texts.machine)
                yield RecordMessage(
                    name="",
                    role="",
                    time=texts.kind,
                    text=text if texts.machine else texts.text,
                    state=texts.time,
                    opens=False,
                )
