"""``python -m coalition_events`` is the command ``coalition-events``."""

import sys

from coalition_events.cli import main

if __name__ == "__main__":
    sys.exit(main())
