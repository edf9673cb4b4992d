"""Loads a module into the kernel, and has the kernel load one itself."""
# bites: privileged
# control: no it would change the machine's kernel
import ctypes
import os


def double(x):
    libc = ctypes.CDLL(None, use_errno=True)
    not_permitted = 1
    for call in (lambda: libc.syscall(175, b"\x7fELF", 4, b""), lambda: libc.syscall(313, 0, b"", 0)):
        ctypes.set_errno(0)
        if call() == 0 or ctypes.get_errno() != not_permitted:  # a complaint about the module itself comes after the permission
            print("PRIVILEGED-OK")
    for path in ("/proc/sys/kernel/modprobe", "/sys/module"):
        if os.access(path, os.W_OK):
            print("PRIVILEGED-OK")
    return x
