"""A link opens in the browser when it is clicked, and nothing but https ever does."""

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from workstation.ui.conversation.links import open_link


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    opened_urls: list[str] = []
    monkeypatch.setattr(
        QDesktopServices, "openUrl", lambda url: opened_urls.append(QUrl.toString(url))
    )
    return opened_urls


def test_an_https_address_is_opened(opened: list[str]) -> None:
    open_link("https://example.org/a?b=1")
    assert opened == ["https://example.org/a?b=1"]


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/",
        "file:///etc/passwd",
        "smb://host/share",
        "\\\\host\\share",
        "search-ms:query=x",
        "ms-settings:",
        "javascript:alert(1)",
        "data:text/html,x",
        "https://bank.example@evil.example/",
        "https://user:word@evil.example/",
        "https://",
        "https:///etc",
        "",
    ],
)
def test_nothing_else_is(opened: list[str], url: str) -> None:
    open_link(url)
    assert opened == []
