"""`python -m ccpro_desk.cli.child ARGUMENTS…`: `ccpro-central ARGUMENTS…` that ends with its parent.

However the parent ends: it holds the other end of the standard input, whose end of file says that it is gone.
The watch begins before anything slow is imported. First SIGTERM, which lets requests end, then force.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time

PATIENCE_S = 3.0


def watch_parent() -> None:
    """Returns never: ends this process once the standard input is at its end."""
    try:
        while os.read(0, 4096):
            pass
    except OSError:
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(PATIENCE_S)
    os._exit(1)


def main() -> int:
    threading.Thread(target=watch_parent, name="parent", daemon=True).start()
    sys.argv[0] = "ccpro-central"
    from ccpro_desk.cli.central import main as central

    return central() or 0


if __name__ == "__main__":
    sys.exit(main())
