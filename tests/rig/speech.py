# SPDX-License-Identifier: GPL-3.0-or-later
"""A Speech Dispatcher of our own whose synthesizer writes down what it is given: the way of every word from the booth to
the ear but for the sound. Its sound card is ALSA's null device."""
import os
import signal
import time
from pathlib import Path

DAEMON = "/usr/bin/speech-dispatcher"
LANGUAGES = ("pl", "uk", "en", "de")


class Recorder:
    """Inside a session: the booth starts the daemon when it first wants to speak; stop() ends it."""

    def __init__(self):
        os.environ.pop("SPEECHD_CMD", None)
        home, config = Path(os.environ["HOME"]), Path(os.environ["XDG_CONFIG_HOME"]) / "speech-dispatcher"
        self.runtime = Path(os.environ["XDG_RUNTIME_DIR"]) / "speech-dispatcher"
        self.file = home / "said.txt"
        self.file.write_text("")
        (config / "modules").mkdir(parents=True, exist_ok=True)
        (home / ".asoundrc").write_text("pcm.!default { type null }\nctl.!default { type null }\n")
        (config / "speechd.conf").write_text(
            'LogLevel 3\nLogDir "default"\nDefaultVolume 100\nTimeout 1\nAudioOutputMethod "alsa"\n'
            'AddModule "record" "sd_generic" "record.conf"\nDefaultModule record\n')
        (config / "modules/record.conf").write_text(
            f'GenericExecuteSynth "echo \'$VOICE $DATA\' >> {self.file}"\nGenericMaxChunkLength 9000\n'
            'GenericDelimiters "|"\n'
            + "".join(f'GenericLanguage "{code}" "{code}" "utf-8"\nAddVoice "{code}" "male1" "{code}"\n'
                      for code in LANGUAGES))

    def lines(self):
        """(language, words) of each utterance so far."""
        return [tuple(line.split(" ", 1)) for line in self.file.read_text(encoding="utf-8").splitlines() if " " in line]

    def forget(self):
        self.file.write_text("")

    def wait_for(self, words, timeout=20, after=0):
        """The language in which @words were said, in or after utterance number @after."""
        end = time.monotonic() + timeout
        while True:
            for language, said in self.lines()[after:]:
                if words in said:
                    return language
            if time.monotonic() > end:
                raise AssertionError(f"“{words}” was not said, but {self.lines()[after:][-12:]}")
            time.sleep(0.02)

    def stop(self):
        os.environ["SPEECHD_CMD"] = "/bin/false"
        try:
            os.kill(int((self.runtime / "pid/speech-dispatcher.pid").read_text()), signal.SIGTERM)
        except (OSError, ValueError):
            pass
