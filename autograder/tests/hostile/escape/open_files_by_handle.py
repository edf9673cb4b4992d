"""Opens files by kernel handles guessed from inode numbers, which knows no paths and no roots."""
# bites: privileged
import ctypes
import struct


def double(x):
    libc = ctypes.CDLL(None)
    handle = ctypes.create_string_buffer(struct.pack("Ii", 128, 0) + bytes(128))
    mount = ctypes.c_int()
    if any([libc.syscall(303, -100, path, handle, ctypes.byref(mount), 0) == 0 for path in (b"/", b"/usr", b"/dev/shm", b"/proc")]):
        print("PRIVILEGED-OK")
    return x
