"""Writes every snapshot and every picture of the documents again; `--only NAME…` some of them."""

from __future__ import annotations

import asyncio
import sys

from tests.stage import keep


def main(names: list[str]) -> None:
    for path in asyncio.run(keep.all_again(names)):
        print(path)


if __name__ == "__main__":
    main(sys.argv[1:])
