"""A patient was purged while another database of the doctor lay aside; then that one comes back."""

from tests.session.storages import ROOM, Keyring, chain_of, opened
from tests.vault.people import consultation
from workstation.domain.changes import Draft, Listed, Place
from workstation.domain.people import Member
from workstation.session import storage as product
from workstation.vault import preferences
from workstation.vault.conversation import members
from workstation.vault.database import Vault
from workstation.vault.engine.opening import VAULT_FILE
from workstation.vault.lists import consultations
from workstation.vault.purged_numbers import unfinished_ids
from workstation.vault.removal import patient_data
from workstation.vault.removal.unfinished import note_finished
from workstation.vault.rescue import locked_vaults
from workstation.vault.rescue.form_merge import OPENING
from workstation.vault.unsent import drafts

OTHER, SINCE = 8, 9
PATIENT, ELSE, BACK = 2001, 3001, 4001


def form(patient: int, text: str) -> dict[str, object]:
    """A half-filled form of a new consultation, as it is stored."""
    return {"target": ["", patient], "creator": ["", None], "text": text}


async def fill_aside(folders, keys) -> bytes:
    """A database with two ended consultations, and forms, that is set aside then; its key."""
    first = await opened(folders, keys)
    for number, patient in ((ROOM, PATIENT), (OTHER, BACK)):
        person = Member(patient, f"P{patient}")
        ended = consultation(number, target=person, creator=person)
        await first.vault.write(consultations.put, Listed(ended, Place.HISTORY))
    for person in (PATIENT, ELSE, BACK):
        await first.vault.write(members.learn, person, f"P{person}")
    await first.vault.write(drafts.put, Draft(ROOM, "words of the purged"), 1)
    waiting = [form(ELSE, "else"), form(BACK, "back")]
    forms = {"form": form(PATIENT, "purged"), "waiting": waiting}
    await first.vault.write(preferences.put, OPENING, forms)
    first.vault.close()
    locked_vaults.set_aside(folders.data / VAULT_FILE)
    return await product.read_key(chain_of(folders, keys))


async def purge_both(folders, key) -> None:
    """Purge both patients in the database begun since; one of them has come again."""
    live = Vault.open(folders.data / VAULT_FILE, key)
    await live.write(patient_data.purge, [ROOM, OTHER])
    await live.write(note_finished, [ROOM, OTHER])
    person = Member(BACK, "P4001")
    again = consultation(SINCE, target=person, creator=person)
    await live.write(consultations.put, Listed(again, Place.IN_PROCESS))
    live.close()


async def test_nothing_of_a_purged_patient_comes_back_with_it(folders, expect_log):
    expect_log.append("came back")
    keys = Keyring()
    key = await fill_aside(folders, keys)
    await purge_both(folders, key)
    again = await opened(folders, keys)
    unfinished = await again.vault.read(unfinished_ids)
    await again.vault.write(patient_data.purge_again)
    stored = await again.vault.read(preferences.get, OPENING)
    names = await again.vault.read(members.names)
    draft = await again.vault.read(drafts.get, ROOM)
    again.vault.close()
    forms = [form(ELSE, "else"), form(BACK, "back")]
    assert stored == {"waiting": forms}, "who is in process keeps the forms"
    assert PATIENT not in names
    assert names[ELSE] == "P3001"
    assert draft.text == ""
    assert unfinished is not None, "the folder that was taken up has their words"


async def test_where_nobody_was_purged_all_comes_back(folders, expect_log):
    expect_log.append("came back")
    keys = Keyring()
    key = await fill_aside(folders, keys)
    Vault.open(folders.data / VAULT_FILE, key).close()
    again = await opened(folders, keys)
    stored = await again.vault.read(preferences.get, OPENING)
    names = await again.vault.read(members.names)
    unfinished = await again.vault.read(unfinished_ids)
    again.vault.close()
    assert (stored["form"], len(stored["waiting"])) == (form(PATIENT, "purged"), 2)
    assert names[PATIENT] == "P2001"
    assert unfinished is None
