"""The first start: there is no database yet."""

import threading

#: held by whoever makes the database, be it a visit or a command: the others wait until it is there
making = threading.Lock()
