"""The settings page of a signed-in doctor: what is set, who works here, help for when it fails."""

from collections.abc import Callable

from workstation import __version__
from workstation.ui.settings.appearance import SettingsSnapshot
from workstation.ui.settings.keys import KeysSection
from workstation.ui.settings.page import SettingsPage
from workstation.ui.settings.sections import AccountSection, QuickSection, SupportSection
from workstation.ui.shell.signed_in import SignedIn

Changed = Callable[[str, object], object]


def settings_page(  # noqa: PLR0913 - where the page leads to
    signed_in: SignedIn,
    settings: SettingsSnapshot,
    on_changed: Changed,
    *,
    sign_out: Callable[[], object],
    open_diagnostics: Callable[[], object],
    open_replies: Callable[[], object],
) -> SettingsPage:
    """The page with everything on it; ``changed`` is told of each pick."""
    page = SettingsPage(__version__)
    profile = signed_in.account.profile.page
    quick = QuickSection()
    quick.manage.clicked.connect(open_replies)
    page.add_section(quick)
    page.add_section(KeysSection())
    account = AccountSection(
        profile.name if profile is not None else "", lasts=signed_in.store.is_durable
    )
    account.sign_out.clicked.connect(sign_out)
    page.add_section(account)
    support = SupportSection()
    support.diagnostics.clicked.connect(open_diagnostics)
    page.add_section(support)
    page.show_settings(**settings.values)
    page.lock(settings.locked)
    page.changed.connect(on_changed)
    return page
