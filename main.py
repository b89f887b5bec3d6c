"""丹阳台账: start here. With a command it does that; with none it opens the window."""

import sys
from multiprocessing import freeze_support

from ui.start import main

if __name__ == "__main__":
    freeze_support()  # a frozen program starts itself anew when it wants another process (county/ahead.py)
    sys.exit(main())
