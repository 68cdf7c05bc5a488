"""Discovery and upload: found on the domain, answered by who was asked, safe to use."""

import pytest

from tests.xmpp.dialogue import JID, Dialogue
from workstation.xmpp import limits
from workstation.xmpp.events import RequestFailed, UploadService, UploadSlot
from workstation.xmpp.ignored import Ignored, Reason
from workstation.xmpp.upload import protected_url

UPLOAD = "upload.clinic.test"
DISCO = "xmlns='http://jabber.org/protocol/disco#info'"
SLOTS = "urn:xmpp:http:upload:0"
SLOT = "<slot xmlns='urn:xmpp:http:upload:0'>{}</slot>"
PUT, GET = "https://files.clinic.test/put", "https://files.clinic.test/get"


def items(*jids: str, more: str = "") -> str:
    listed = "".join(f"<item jid='{jid}'/>" for jid in jids)
    return f"<query xmlns='http://jabber.org/protocol/disco#items'>{listed}{more}</query>"


def info(*features: str) -> str:
    listed = "".join(f"<feature var='{feature}'/>" for feature in features)
    return f"<query {DISCO}>{listed}</query>"


def searching(*jids: str, more: str = "") -> tuple[Dialogue, list]:
    dialogue = Dialogue().online()
    assert dialogue.session.discovery.find_upload("clinic.test") == "id-2"
    return dialogue, dialogue.answer("id-2", items(*jids, more=more), "clinic.test")


def test_the_first_service_that_stores_files_is_found() -> None:
    dialogue, events = searching("consult.clinic.test", UPLOAD, "more.clinic.test")
    assert events == []
    assert (
        dialogue.answer("id-3", info("http://jabber.org/protocol/muc"), "consult.clinic.test") == []
    )
    result = dialogue.answer("id-4", info("urn:xmpp:http:upload:0"), UPLOAD)
    assert result == [UploadService("id-2", UPLOAD)]
    late = dialogue.answer("id-5", info("urn:xmpp:http:upload:0"), "more.clinic.test")
    assert late == [Ignored(Reason.STRAY_ANSWER)], "one answer is enough"


def test_a_domain_without_such_a_service_says_so() -> None:
    dialogue, _ = searching("consult.clinic.test", "dead.clinic.test")
    assert dialogue.answer("id-3", info("x"), "consult.clinic.test") == []
    assert dialogue.refuse("id-4", "remote-server-not-found", "dead.clinic.test") == [
        UploadService("id-2", None)
    ]


def test_a_domain_without_services_says_so_at_once() -> None:
    assert searching()[1] == [UploadService("id-2", None)]
    assert searching(more="<item/><item jid='a.test' node='n'/>")[1] == [
        UploadService("id-2", None)
    ]


@pytest.mark.parametrize("answer", ["", "<query xmlns='u:v'/>"])
def test_a_domain_that_lists_nothing_understandable_has_failed(answer: str) -> None:
    dialogue = Dialogue().online()
    request = dialogue.session.discovery.find_upload("clinic.test")
    assert dialogue.answer(request, answer, "clinic.test") == [
        RequestFailed(request, "undefined-condition")
    ]


def test_a_domain_may_refuse_to_list() -> None:
    dialogue = Dialogue().online()
    request = dialogue.session.discovery.find_upload("clinic.test")
    assert dialogue.refuse(request, "forbidden", "clinic.test") == [
        RequestFailed(request, "forbidden")
    ]


def test_only_so_many_services_are_asked() -> None:
    dialogue, _ = searching(*(f"s{number}.clinic.test" for number in range(limits.DISCO_ITEMS + 5)))
    asked = [frame for frame in dialogue.sent() if "disco#info" in frame]
    assert len(asked) == limits.DISCO_ITEMS


def test_a_search_that_cannot_ask_all_has_failed() -> None:
    dialogue = Dialogue().online()
    for _ in range(limits.REQUESTS - 1):
        dialogue.ask()
    request = dialogue.session.discovery.find_upload("clinic.test")
    events = dialogue.answer(request, items("a.clinic.test", UPLOAD), "clinic.test")
    assert events == [RequestFailed(request, "resource-constraint")]
    (asked,) = (frame for frame in dialogue.sent() if "disco#info" in frame)
    late = dialogue.answer(asked.split(' id="')[1].split('"')[0], info(SLOTS), "a.clinic.test")
    assert late == [Ignored(Reason.STRAY_ANSWER)], "it has failed for good"


def test_searches_that_were_given_up_leave_no_question_open() -> None:
    """Of a day with a service that hangs, each file that waits begins some hundred."""
    dialogue = Dialogue().online()
    for _ in range(limits.REQUESTS):
        request = dialogue.session.discovery.find_upload("clinic.test")
        dialogue.answer(request, items("hangs.clinic.test"), "clinic.test")
        dialogue.session.forget(request)
    dialogue.ask()


def slot(answer: str, sender: str = UPLOAD) -> list:
    dialogue = Dialogue().online()
    request = dialogue.session.upload.request_slot(UPLOAD, 'a"b.jpg', 1644, "image/jpeg")
    assert request == "id-2"
    assert dialogue.sent()[0] == (
        f'<iq xmlns="jabber:client" type="get" id="id-2" to="{UPLOAD}">'
        '<request xmlns="urn:xmpp:http:upload:0" filename="a&quot;b.jpg" size="1644" '
        'content-type="image/jpeg"/></iq>'
    )
    return dialogue.answer("id-2", answer, sender)


def test_a_slot_has_two_addresses_and_the_headers_that_are_allowed() -> None:
    headers = "".join(
        f"<header name='{name}'>{value}</header>"
        for name, value in [
            ("authorization", "\n  Bearer\r\n x\n"),
            ("Cookie", "a=b"),
            ("Host", "elsewhere.test"),
            ("X-AUTH-TOKEN", "x"),
            ("Expires", "y" * (limits.UPLOAD_HEADER + 1)),
            ("Expires", ""),
        ]
    )
    put = f"<put url='{PUT}'>{headers}<header>nameless</header></put><get url='{GET}'/>"
    assert slot(SLOT.format(put)) == [
        UploadSlot(
            "id-2", PUT, GET, (("Authorization", "Bearer x"), ("Cookie", "a=b"), ("Expires", ""))
        )
    ]


def test_only_so_many_headers_are_looked_at() -> None:
    headers = "<header name='Cookie'>a</header>" * (limits.UPLOAD_HEADERS + 5)
    (got,) = slot(SLOT.format(f"<put url='{PUT}'>{headers}</put><get url='{GET}'/>"))
    assert len(got.headers) == limits.UPLOAD_HEADERS


@pytest.mark.parametrize(
    "answer",
    [
        "",
        SLOT.format(""),
        SLOT.format(f"<put url='{PUT}'/>"),
        SLOT.format(f"<get url='{GET}'/>"),
        SLOT.format(f"<put/><get url='{GET}'/>"),
        SLOT.format(f"<put url='{PUT}'/><get/>"),
        SLOT.format(f"<put url='http://files.clinic.test/'/><get url='{GET}'/>"),
        SLOT.format(f"<put url='{PUT}'/><get url='file:///etc/passwd'/>"),
        SLOT.format(f"<put xmlns='u:v' url='{PUT}'/><get url='{GET}'/>"),
    ],
)
def test_a_slot_that_is_not_safe_is_none(answer: str) -> None:
    assert slot(answer) == [RequestFailed("id-2", "malformed-answer")]


@pytest.mark.parametrize("sender", ["", "clinic.test", "2001@clinic.test/x", f"{UPLOAD}/x", JID])
def test_a_slot_of_somebody_else_is_not_taken(sender: str) -> None:
    good = SLOT.format(f"<put url='{PUT}'/><get url='{GET}'/>")
    assert slot(good, sender) == [Ignored(Reason.STRAY_ANSWER)]


def test_a_file_may_be_too_large() -> None:
    dialogue = Dialogue().online()
    request = dialogue.session.upload.request_slot(UPLOAD, "a", 30, "image/jpeg")
    more = "<file-too-large xmlns='urn:xmpp:http:upload:0'/>"
    refused = dialogue.refuse(request, "not-acceptable", UPLOAD, more)
    assert refused == [RequestFailed(request, "not-acceptable")]


def test_a_refusal_without_reason_is_one() -> None:
    dialogue = Dialogue().online()
    request = dialogue.session.upload.request_slot(UPLOAD, "a", 30, "image/jpeg")
    bare = f"<iq xmlns='jabber:client' type='error' from='{UPLOAD}' id='{request}'/>"
    assert dialogue.receive(bare) == [RequestFailed(request, "undefined-condition")]


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://files.clinic.test/x", True),
        ("http://127.0.0.1:5280/x", True),
        ("http://127.9.9.9/x", True),
        ("http://[::1]:5280/x", True),
        ("http://localhost/x", True),
        ("http://localhost.evil.test/x", False),
        ("http://192.168.1.1/x", False),
        ("http://files.clinic.test/x", False),
        ("ftp://127.0.0.1/x", False),
        ("https://user:password@files.clinic.test/x", False),
        ("", False),
        (None, False),
    ],
)
def test_a_file_travels_only_where_nobody_listens(url: str | None, safe: bool) -> None:
    assert protected_url(url) == (url if safe else "")


def test_addresses_and_headers_of_a_slot_do_not_show_in_a_log() -> None:
    header = "<header name='Authorization'>Bearer secret</header>"
    got = slot(SLOT.format(f"<put url='{PUT}'>{header}</put><get url='{GET}'/>"))
    assert "files.clinic.test" not in repr(got)
    assert "secret" not in repr(got)
