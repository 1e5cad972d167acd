"""What parent and child agree on: a message is its length and a pickle."""

import struct

#: the length in bytes of the pickle that follows
LENGTH = struct.Struct(">Q")
