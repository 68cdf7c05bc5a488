"""The doctors of a consultation as its details show them."""

from workstation.domain.consultation import Consultation
from workstation.ui.conversation.details.pane import DoctorCard
from workstation.ui.kit.strings import tr
from workstation.ui.shell.signed_in import SignedIn


def doctor_cards(signed_in: SignedIn, told: Consultation) -> tuple[DoctorCard, ...]:
    """One card each, the signed-in doctor's first."""
    mine, page = signed_in.account.member_id, signed_in.account.profile.page
    cards = []
    for number in told.doctor_ids:
        me = number == mine
        name = page.name if me and page else signed_in.store.names.get(number, "")
        title = page.title if me and page else ""
        cards.append(DoctorCard(number, name or tr("details.doctor", number=number), title, me))
    return tuple(sorted(cards, key=lambda card: not card.me))
