"""Mounts with fsopen, fsmount and move_mount, and copies mounts with open_tree, which old filters do not know."""
# bites: privileged
import ctypes


def double(x):
    call = ctypes.CDLL(None).syscall
    if call(428, -100, b"/", 1) >= 0 or call(430, b"tmpfs", 0) >= 0:
        print("PRIVILEGED-OK")
    return x
