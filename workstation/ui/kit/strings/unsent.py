"""How many messages and drafts there are, in words: nothing is said of what there is none of."""

from workstation.ui.kit.strings.catalogue import tr


def unsent_and_drafts(unsent: int, drafts: int) -> str:
    """``2 unsent messages and 1 draft``, as a part of a sentence; at least one is more than 0."""
    if not unsent:
        return tr("keeping.counts.drafts", count=drafts)
    messages = tr("keeping.counts.unsent", count=unsent)
    if not drafts:
        return messages
    return tr(
        "keeping.counts.both", unsent=messages, drafts=tr("keeping.counts.drafts", count=drafts)
    )
