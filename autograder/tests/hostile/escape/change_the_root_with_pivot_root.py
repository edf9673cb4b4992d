"""Changes its root with pivot_root, which puts the old one within reach."""
# bites: privileged
# control: no the kernel refuses it there for the kind of root that the harness makes
import ctypes


def double(x):
    libc = ctypes.CDLL(None)
    libc.unshare(0x00020000)
    libc.mount(None, b"/", None, 1 << 18 | 16384, None)
    if libc.syscall(155, b"/", b"/") == 0 or libc.syscall(155, b".", b".") == 0:
        print("PRIVILEGED-OK")
    return x
