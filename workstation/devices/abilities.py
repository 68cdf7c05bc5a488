"""What this computer can do with sound, for ``--check``."""

from PySide6.QtMultimedia import QMediaDevices, QMediaFormat

from workstation.devices.chime import RATE, samples
from workstation.devices.recorder import as_wav
from workstation.devices.sound_server import SOUND_SERVER
from workstation.devices.waves import NO_SOUND, read_wave
from workstation.domain.value import Value


class SoundAbilities(Value):
    """Whether voices can be decoded, and through how many devices they are heard and recorded."""

    decodes: bool
    outputs: int
    inputs: int


def sound_abilities() -> SoundAbilities:
    """The abilities there are now; no devices where the sound server hangs."""
    decodes = bool(QMediaFormat().supportedAudioCodecs(QMediaFormat.ConversionMode.Decode))
    if SOUND_SERVER.hangs:
        return SoundAbilities(decodes, 0, 0)
    return SoundAbilities(
        decodes, len(QMediaDevices.audioOutputs()), len(QMediaDevices.audioInputs())
    )


async def decoder_runs() -> bool:
    """Whether the process that decodes voices can be started here, and outlines a sound.

    A computer may be told to run nothing but programs on a list.
    """
    return await read_wave(as_wav(samples(), RATE), 4) != NO_SOUND
