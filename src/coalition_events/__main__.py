"""``python -m coalition_events`` is the command ``coalition-events``."""

import sys

from coalition_events.cli import program

if __name__ == "__main__":
    sys.exit(program())
