"""Guards of what a screen shows of whom, what a copy leaves out, and what of a package is true."""

# ruff: noqa: E501 (a guard stands on one line)

from tests.sabotage.guard import Guard

_TEXTS: list[tuple[str, str, str, str]] = [
    # module, guard, what stands instead, tests that must turn red
    ("ui/redaction/photo_page", "        if number == self.strip.current:\n            self.canvas.show_sentence(sentence)", "        if True:\n            self.canvas.show_sentence(sentence)", "ui/redaction/test_sheet.py"),
    ("ui/redaction/photo_page", "if drawn is not None and drawn.digest == photo.digest:", "if drawn is not None:", "ui/redaction/test_sheet.py"),
    ("ui/redaction/photo_page", "        else:\n            self._boxes.pop(url, None)\n", "", "ui/redaction/test_sheet.py"),
    ("ui/redaction/photo_page", "        self.canvas.setEnabled(draws)\n", "", "ui/redaction/test_sheet.py"),
    ("ui/redaction/photo_canvas", "self._sentence or count)", "count)", "ui/redaction/test_sheet.py"),
    ("ui/redaction/wiring", "        except WorkstationError as error:\n            why", "        except ZeroDivisionError as error:\n            why", "ui/redaction/test_wiring.py"),
    ("ui/redaction/wiring", "            except WorkstationError:\n                continue", "            except ZeroDivisionError:\n                continue", "ui/redaction/test_wiring.py"),
    ("ui/record/redacted_source", "creator=replace(creator, name=change(creator.name))", "creator=creator", "ui/record/test_word_places.py"),
    ("ui/record/redacted_source", "target=replace(target, name=change(target.name))", "target=target", "ui/record/test_word_places.py"),
    ("ui/record/redacted_source", "unsent=tuple(_message(message, change) for message in conversation.unsent)", "unsent=conversation.unsent", "ui/record/test_word_places.py"),
    ("ui/record/redacted_source", "quoted = _message(quote.message, change) if quote.message is not None else None", "quoted = quote.message", "ui/record/test_word_places.py"),
    ("ui/record/redacted_source", "        bookmarks=_bookmarks(source.bookmarks, change),\n", "", "ui/record/test_word_places.py"),
    ("ui/record/redacted_source", "        prescription=change(summary.prescription),\n", "", "ui/record/test_word_places.py"),
    ("ui/record/redacted_source", "        mentions=(),\n", "", "ui/record/test_word_places.py"),
    ("ui/record/redacted_source", "    if symptom.kind not in {SymptomKind.VOICE, SymptomKind.IMAGE}:\n", "    if True:\n", "ui/record/test_word_places.py"),
    ("ui/shell/unsaved_lines", "if more > 0 else listed", "if False else listed", "ui/shell/test_storage_warning.py"),
    ("evidence/package_reader", "entry.name == ORIGINALS and entry.is_dir(follow_symlinks=False)", "entry.name == ORIGINALS and entry.is_dir()", "evidence/test_verification.py"),
    ("evidence/package_reader", "if mark != END_MARK or comment:", "if mark != END_MARK:", "evidence/test_archive_forms.py"),
    ("evidence/verification", " and all(map(is_expected_name, hashes))", "", "evidence/test_verification.py"),
    ("evidence/verification", " and not hashes.keys() & expected.keys()", "", "evidence/test_verification.py"),
    ("evidence/verification", "    except BROKEN:\n        return PackageFault.ALTERED\n", "    except ZeroDivisionError:\n        return PackageFault.ALTERED\n", "evidence/test_verification.py"),
    ("evidence/verification", '    except BROKEN:\n        return b"\\0"\n', '    except ZeroDivisionError:\n        return b"\\0"\n', "evidence/test_verification.py"),
    ("evidence/originals", "    if message.retracted or message", "    if message", "evidence/test_originals.py"),
    ("evidence/originals", "originals.setdefault(original.url, original)", "originals[original.url] = original", "evidence/test_originals.py"),
    ("evidence/originals", "(*conversation.messages, *conversation.unsent)", "conversation.messages", "evidence/test_originals.py"),
    ("evidence/fhir/communications", "        if message.retracted:\n            return\n", "", "evidence/test_fhir_speakers.py"),
    ("evidence/fhir/communications", " and not message.retracted:\n            self.summary", ":\n            self.summary", "evidence/test_fhir_speakers.py"),
    ("evidence/fhir/people", "speaker.member_id is None or speaker.role is SpeakerRole.UNVERIFIED", "speaker.member_id is None", "evidence/test_fhir_speakers.py"),
    ("evidence/fhir/people", "return self._references.get(member_id) or doctor", "return doctor or self._references.get(member_id)", "evidence/test_fhir_speakers.py"),
    ("ui/record/package_wiring", "        except StorageError:\n            await ready.package.abandon()\n            raise\n", "        except ZeroDivisionError:\n            raise\n", "ui/record/test_package_wiring.py"),
    ("media/library", "if fetch is None or fetch.abandoned:", "if fetch is None:", "media/test_shared_fetches.py"),
    ("media/library", "        if fetch is not None and fetch.task is task:\n", "        if fetch is not None:\n", "media/test_shared_fetches.py"),
    ("media/library", "        if await self._cache.get(str(link)) is not None:\n            await", "        if True:\n            await", "media/test_shared_fetches.py"),
    ("media/library", "[*map(str, links), *map(_outline_address, links)]", "[*map(str, links)]", "media/test_shared_fetches.py"),
    ("media/library", "            with contextlib.suppress(WorkstationError):\n", "            if True:\n", "media/test_shared_fetches.py"),
    ("media/library", "        async with self._places:\n", "        if True:\n", "media/test_shared_fetches.py"),
    ("media/cache", 'hmac.digest(key, f"name', 'hmac.digest(b"", f"name', "media/test_cache.py"),
    ("api/envelope", 'if start == b"<" or "html" in answer.media_type:', 'if start == b"<":', "api/test_envelope.py"),
    ("api/rows", "            if (rest := read_nameless(row)) is not None:\n                nameless.append(rest)\n", "", "api/test_nameless_rows.py"),
    ("ui/consultation_row/row_texts", '    if preview.retracted:\n        return tr("conversation.retracted"), None\n', "", "ui/consultation_row/test_not_sent.py"),
    ("ui/consultation_row/spelled_names", "        if letters != self._letters:\n            self._letters, self._answers = letters, {}\n", "", "ui/consultation_row/test_spelled_names.py"),
    ("ui/consultation_row/spelled_names", "        self._answers = {}\n        self._on_ready()", "        self._on_ready()", "ui/consultation_row/test_spelled_names.py"),
]  # fmt: skip

GUARDS = [Guard(*texts) for texts in _TEXTS]
