"""The doctors of a consultation as its details show them."""

from workstation.domain.consultation import Consultation
from workstation.domain.people import distinct_names
from workstation.ui.conversation.details.rows import DoctorCard
from workstation.ui.kit.strings import tr
from workstation.ui.shell.signed_in import SignedIn


def doctor_cards(signed_in: SignedIn, consultation: Consultation) -> tuple[DoctorCard, ...]:
    """A card for each doctor of the team, the signed-in doctor's first."""
    mine, page = signed_in.account.member_id, signed_in.account.profile.page
    known = {one: signed_in.store.names.get(one, "") for one in (*consultation.doctor_ids, mine)}
    names, cards = distinct_names(known), []
    for member_id in consultation.doctor_ids:
        me = member_id == mine
        name = page.name if me and page else names.get(member_id, "")
        title = page.title if me and page else ""
        cards.append(
            DoctorCard(member_id, name or tr("details.doctor", number=member_id), title, me)
        )
    return tuple(sorted(cards, key=lambda card: not card.me))
