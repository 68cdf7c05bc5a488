"""The settings page of a signed-in doctor: what is set, who works here, help for when it fails."""

from collections.abc import Callable

from workstation import __version__
from workstation.ui.settings.actions import AccountSection, QuickSection, SupportSection
from workstation.ui.settings.keys import KeysSection
from workstation.ui.settings.page import SettingsPage
from workstation.ui.settings.protection import ProtectionSection
from workstation.ui.shell.signed_in import SignedIn
from workstation.ui.shell.unlock_code.wiring import UnlockCodeWiring


def settings_page(  # noqa: PLR0913 - where the page leads to
    signed_in: SignedIn,
    on_changed: Callable[[str, object], object],
    *,
    code: UnlockCodeWiring,
    sign_out: Callable[[], object],
    open_diagnostics: Callable[[], object],
    open_audit: Callable[[], object],
    open_replies: Callable[[], object],
) -> SettingsPage:
    """The page with everything on it; ``on_changed`` is called with each key and value picked.

    The settings in force are for the caller to show.
    """
    page = SettingsPage(__version__)
    profile = signed_in.account.profile.page
    quick = QuickSection()
    quick.button.clicked.connect(open_replies)
    page.add_section(quick)
    page.add_section(KeysSection())
    account = AccountSection(
        profile.name if profile is not None else "", is_durable=signed_in.store.is_durable
    )
    account.button.clicked.connect(sign_out)
    page.add_section(account)
    page.add_section(ProtectionSection(code))
    support = SupportSection()
    support.diagnostics.clicked.connect(open_diagnostics)
    support.audit.clicked.connect(open_audit)
    page.add_section(support)
    page.changed.connect(on_changed)
    return page
