"""One window for one book: a second start brings the first window to the front and ends."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

if TYPE_CHECKING:
    from pathlib import Path

_WAIT = 500
"""Milliseconds for the first window's answer: it is on this computer, or not there."""


class Doorbell(QObject):
    """Listens for a second start. `rung` asks the window to come to the front."""

    rung = Signal()

    def __init__(self, book: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._name = f"danyang-desktop-{hashlib.sha256(str(book.resolve()).encode()).hexdigest()[:16]}"
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._answer)

    def somebody_is_in(self) -> bool:
        """Ring; True if a window with this book heard it."""
        socket = QLocalSocket()
        socket.connectToServer(self._name)
        return socket.waitForConnected(_WAIT) and socket.waitForReadyRead(_WAIT)

    def listen(self) -> None:
        """Wait for others; what a crashed program left behind is cleared away first."""
        QLocalServer.removeServer(self._name)
        self._server.listen(self._name)

    def _answer(self) -> None:
        socket = self._server.nextPendingConnection()
        if socket is not None:
            socket.write(b"in")
            socket.flush()
            socket.disconnected.connect(socket.deleteLater)
            self.rung.emit()

    def close(self) -> None:
        """Listen no more."""
        self._server.close()
