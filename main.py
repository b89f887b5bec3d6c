"""丹阳台账: start here. With a command it does that; with none it opens the window."""

import sys

from ui.start import main

if __name__ == "__main__":
    sys.exit(main())
