"""Records the clinic's voices with free tools: espeak-ng speaks, sox adds a room, ffmpeg packs.

Run once on Debian with espeak-ng, sox, ffmpeg and libavcodec-extra; the files are committed.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
CODECS = {
    "m4a": ["-c:a", "aac", "-b:a", "24k", "-ar", "24000"],
    "amr": ["-c:a", "libopencore_amrnb", "-b:a", "7.95k", "-ar", "8000"],
    "mp3": ["-c:a", "libmp3lame", "-b:a", "24k", "-ar", "22050"],
    "ogg": ["-c:a", "libopus", "-b:a", "16k", "-ar", "48000"],
    "wav": ["-c:a", "pcm_s16le", "-ar", "8000"],
}


def run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True)


def spoken(line: dict[str, str], folder: Path) -> Path:
    """What espeak-ng says in this person's voice."""
    path = folder / "spoken.wav"
    run(
        "espeak-ng",
        "-v",
        f"cmn+{line['variant']}",
        "-p",
        line["pitch"],
        "-s",
        line["speed"],
        "-g",
        line["gap"],
        "-w",
        str(path),
        line["text"],
    )
    return path


def in_a_room(speech: Path, line: dict[str, str], folder: Path) -> Path:
    """The speech over a room's hum, a little echo, the small band of a phone's microphone."""
    padded, noise, mixed = (folder / f"{name}.wav" for name in ("padded", "noise", "mixed"))
    run(
        "sox",
        str(speech),
        "-r",
        "24000",
        str(padded),
        "gain",
        "-6",
        "pad",
        "0.5",
        "0.4",
        "highpass",
        "120",
        "lowpass",
        "7000",
        "reverb",
        line["room"],
    )
    length = subprocess.run(["soxi", "-D", str(padded)], check=True, capture_output=True, text=True)
    run(
        "sox",
        "-n",
        "-r",
        "24000",
        "-c",
        "1",
        str(noise),
        "synth",
        length.stdout.strip(),
        "brownnoise",
        "vol",
        line["noise"],
    )
    run("sox", "-m", str(padded), str(noise), str(mixed), "remix", "-", "gain", "-n", "-3")
    return mixed


def length_ms(path: Path) -> int:
    """Counted in decoded samples: what a header says of AMR is an estimate."""
    decoded = subprocess.run(
        ["ffmpeg", "-i", str(path), "-f", "s16le", "-ar", "8000", "-ac", "1", "-"],
        check=True,
        capture_output=True,
    )
    return len(decoded.stdout) // 16


def record(line: dict[str, str]) -> dict[str, object]:
    """Make one file and say what it is."""
    target = HERE / "voices" / f"{line['key']}.{line['format']}"
    with tempfile.TemporaryDirectory() as name:
        mixed = in_a_room(spoken(line, Path(name)), line, Path(name))
        run(
            "ffmpeg",
            "-y",
            "-i",
            str(mixed),
            "-ac",
            "1",
            "-map_metadata",
            "-1",
            "-fflags",
            "+bitexact",
            "-flags:a",
            "+bitexact",
            *CODECS[line["format"]],
            str(target),
        )
    return {
        "key": line["key"],
        "file": target.name,
        "length_ms": length_ms(target),
        "text": line["text"],
    }


def main() -> int:
    lines = json.loads((HERE / "voices" / "script.json").read_text("utf-8"))
    made = [record(line) for line in lines]
    text = json.dumps(made, ensure_ascii=False, indent=1)
    (HERE / "voices" / "voices.json").write_text(text + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
