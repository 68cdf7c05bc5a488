"""What this computer can do with sound, for ``--check``."""

from dataclasses import dataclass

from PySide6.QtMultimedia import QMediaDevices, QMediaFormat


@dataclass(frozen=True, slots=True)
class SoundAbilities:
    """Whether voices can be decoded, and through how many devices they are heard and recorded."""

    decodes: bool
    outputs: int
    inputs: int


def sound_abilities() -> SoundAbilities:
    """As they are now."""
    decoders = QMediaFormat().supportedAudioCodecs(QMediaFormat.ConversionMode.Decode)
    return SoundAbilities(
        bool(decoders), len(QMediaDevices.audioOutputs()), len(QMediaDevices.audioInputs())
    )
