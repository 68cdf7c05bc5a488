"""What a workplace's keyring has of a doctor."""

from workstation.vault.keys.key_chain import KeyChain
from workstation.vault.keys.profile_entries import profile_name


def profile_of(workplace) -> str:
    """What tells its entries from those of the same doctor in other folders."""
    return profile_name(workplace.folders.data)


def chain_of(workplace, server: object, member_id: int = 1001) -> KeyChain:
    """The way to the key of a doctor's data, as a new run has it."""
    own, account = workplace.folders.account(str(server), member_id), f"{server} {member_id}"
    return KeyChain(own, workplace.keys, account, profile=profile_of(workplace))
