"""The process that holds the dictionary: a question a line on its input, an answer a line on its output."""

from __future__ import annotations

import json
import sys

MEMORY = 512 * 1024 * 1024
"""Bytes of address space."""
MOST = 6
"""Suggestions for a word."""


def main(folder: str) -> int:
    """`folder`: where `fr.aff` and `fr.dic` lie."""
    _limit()
    from hunspell import Hunspell

    dictionary = Hunspell("fr", hunspell_data_dir=folder, system_encoding="UTF-8")
    for line in sys.stdin:
        asked = json.loads(line)
        if "suggest" in asked:
            answer = list(dictionary.suggest(asked["suggest"]))[:MOST]
        else:
            answer = [word for word in asked["words"] if not dictionary.spell(word)]
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()
    return 0


def _limit() -> None:
    try:
        import resource
    except ImportError:  # not a Unix: it reads no file but its own dictionary all the same
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
