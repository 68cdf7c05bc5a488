"""The document: a Bundle whose first entry is the Composition that names all others."""

import base64
import json
import uuid
from collections.abc import Sequence

from workstation.domain.consultation import SymptomKind
from workstation.domain.evidence import (
    Original,
    OriginalKind,
    PackageSource,
    PackedFile,
    PackedOriginals,
)
from workstation.domain.redaction import PixelBox
from workstation.evidence.fhir.communications import Communications
from workstation.evidence.fhir.people import People
from workstation.evidence.fhir.values import (
    NAMESPACE,
    REDACTED,
    TERMINOLOGY,
    URI,
    Entries,
    Resource,
    absent,
    coded,
    moment,
    narrative,
    permitted,
)
from workstation.evidence.originals import originals_of

CONSULT_NOTE = "11488-4"
"""LOINC, Consult note."""
_MEDIA_TYPES = {OriginalKind.PHOTO: "image", OriginalKind.VOICE: "audio"}


def document_of(source: PackageSource, packed: PackedOriginals) -> bytes:
    """The consultation as JSON (UTF-8, one line for each part of it)."""
    bundle = permitted(DocumentBuilder(source, packed).build())
    return json.dumps(bundle, ensure_ascii=False, indent=1).encode("utf-8") + b"\n"


class DocumentBuilder:
    """One document; ``packed`` are the files of the package by their addresses."""

    def __init__(self, source: PackageSource, packed: PackedOriginals) -> None:
        self._source, self._packed = source, packed
        self._entries = Entries(source.platform)

    def build(self) -> Resource:
        """The Bundle."""
        source, entries = self._source, self._entries
        people = People(source, entries)
        originals = {
            original.url: self._add_original(original, people)
            for original in originals_of(source.consultation, source.conversation)
        }
        messages = Communications(source, entries, people, originals)
        made = moment(source.now_ms, source.zone)
        composition = self._add_composition(people, messages, originals)
        self._add_making(people, composition)
        identity = uuid.uuid5(NAMESPACE, f"{composition['reference']} {source.now_ms}")
        ordered = sorted(entries.resources, key=lambda each: each["resourceType"] != "Composition")
        return {
            "resourceType": "Bundle",
            **({"meta": REDACTED} if source.redaction else {}),
            "language": source.words.language,
            "identifier": {"system": URI, "value": f"urn:uuid:{identity}"},
            "type": "document",
            "timestamp": made,
            "entry": [{"fullUrl": f"urn:uuid:{each['id']}", "resource": each} for each in ordered],
        }

    def _add_original(self, original: Original, people: People) -> Resource:
        file, zone = self._packed.get(original.url), self._source.zone
        sent = moment(original.at_ms, zone)
        sender = people.sender(original.speaker)
        # Not by its number, which another one has once a message before it is withdrawn.
        key = (self._source.consultation.consultation_id, original.url)
        identifiers = [{"system": URI, "value": _hash_uri(file)}] if file else None
        redaction = self._source.redaction
        is_left_out, boxes = original.url in redaction.left_out, redaction.boxes_of(original.url)
        attachment = _attachment(file, "masked" if is_left_out else "error")
        meta = REDACTED if is_left_out or boxes else None
        if original.kind is OriginalKind.DOCUMENT:
            return self._entries.add(
                "DocumentReference",
                key,
                meta=meta,
                identifier=identifiers,
                status="current",
                subject=people.patient,
                date=sent,
                author=[sender] if sender else None,
                content=[{"attachment": attachment}],
                context={"encounter": [people.encounter]},
            )
        kind = _MEDIA_TYPES[original.kind]
        return self._entries.add(
            "Media",
            key,
            meta=meta,
            identifier=identifiers,
            status="completed",
            type=coded(f"{TERMINOLOGY}media-type", kind, kind),
            subject=people.patient,
            encounter=people.encounter,
            issued=sent,
            operator=sender,
            content=attachment,
            note=[{"text": _covered(boxes)}] if boxes else None,
        )

    def _add_composition(
        self, people: People, messages: Communications, originals: dict[str, Resource]
    ) -> Resource:
        source, words = self._source, self._source.words
        symptom = source.consultation.symptom
        sent_with_it = [symptom.content] if symptom.kind is SymptomKind.VOICE else []
        sent_with_it += source.consultation.pictures
        gaps = len(source.conversation.gaps)
        sections = (
            _section(
                words.symptom,
                symptom.written,
                [originals[url] for url in sent_with_it],
            ),
            _section(words.summary, "", [messages.summary] if messages.summary else []),
            _section(words.conversation, "", messages.current),
            _section(words.redaction, words.redacted, []),
            _section(words.gaps, words.gap_count if gaps else "", []),
            _section(words.earlier, "", messages.earlier),
            _section(words.originals, "", [*originals.values()]),
        )
        return self._entries.add(
            "Composition",
            source.consultation.consultation_id,
            meta=REDACTED if source.redaction else None,
            language=words.language,
            status="final",
            type=coded("http://loinc.org", CONSULT_NOTE, words.title),
            subject=people.patient,
            encounter=people.encounter,
            date=moment(source.now_ms, source.zone),
            author=[people.maker],
            title=words.title,
            section=[section for section in sections if section is not None],
        )

    def _add_making(self, people: People, composition: Resource) -> None:
        """Add who had the document made, by which program."""
        number, name = self._source.consultation.consultation_id, "Doctor Workstation"
        program = self._entries.add(
            "Device",
            self._source.program,
            deviceName=[{"name": name, "type": "model-name"}],
            version=[{"value": self._source.program}],
        )
        role = coded(f"{TERMINOLOGY}provenance-participant-type", "assembler", "assembler")
        self._entries.add(
            "Provenance",
            (number, self._source.now_ms),
            target=[composition],
            recorded=moment(self._source.now_ms, self._source.zone),
            agent=[{"type": role, "who": program, "onBehalfOf": people.maker}],
        )


def _section(title: str, text: str, entries: list[Resource]) -> Resource | None:
    if not text and not entries:
        return None
    section: Resource = {"title": title}
    if text:
        section["text"] = narrative(text)
    if entries:
        section["entry"] = entries
    return section


def _attachment(file: PackedFile | None, why_absent: str) -> Resource:
    """The file in the package, relative to the document; one that is not there says so."""
    if file is None:
        return {"_url": absent(why_absent)}
    return {"contentType": file.media_type, "url": file.name, "size": file.size}


def _covered(boxes: Sequence[PixelBox]) -> str:
    """The words that say where a photo is black, in its own pixels."""
    places = "; ".join(f"{box.left} {box.top} {box.width} {box.height}" for box in boxes)
    return f"covered by the exporting doctor (left top width height, in pixels): {places}"


def _hash_uri(file: PackedFile) -> str:
    """The hash of a file as URI, by SHA-256 (RFC 6920): an Attachment's would have to be SHA-1."""
    digest = base64.urlsafe_b64encode(bytes.fromhex(file.sha256)).rstrip(b"=").decode("ascii")
    return f"ni:///sha-256;{digest}"
