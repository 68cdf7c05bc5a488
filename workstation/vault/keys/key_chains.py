"""The key chains of one run."""

from collections.abc import Callable

from workstation.base.paths import Folders
from workstation.config import Settings
from workstation.domain.keys import KeyRules
from workstation.vault.keys.key_chain import KeyChain
from workstation.vault.keys.key_cost import KeyCost, choose_cost
from workstation.vault.keys.secret_store import SecretStore


def key_rules(settings: Settings) -> KeyRules:
    """What the settings say of the key."""
    return KeyRules(settings.vault_key, settings.code_length)


class KeyChains:
    """The key chains of one run, one an account: whoever asks for one gets the same.

    ``profile`` is the name that the folders of this run have in the keyring (``profile_name``).
    """

    def __init__(
        self,
        keyring: SecretStore,
        rules: Callable[[], KeyRules] = KeyRules,
        choose: Callable[[], KeyCost] = choose_cost,
        *,
        profile: str = "",
    ) -> None:
        self.keyring, self._profile = keyring, profile
        self._rules, self._choose = rules, choose
        self._chains: dict[str, KeyChain] = {}

    @property
    def rules(self) -> KeyRules:
        """The policy in force."""
        return self._rules()

    @property
    def code_possible(self) -> bool:
        """Whether the policy lets a code alone open a doctor's data."""
        return self._rules().kind in {"auto", "code"}

    def of(self, folders: Folders, account: str) -> KeyChain:
        """The chain of an account; ``folders`` are the account's own."""
        if account not in self._chains:
            self._chains[account] = KeyChain(
                folders, self.keyring, account, self._rules, self._choose, profile=self._profile
            )
        return self._chains[account]
