"""Loads another kernel and restarts the machine into it."""
# bites: privileged
# control: no it would restart the machine
import ctypes


def double(x):
    call = ctypes.CDLL(None).syscall
    done = [call(246, 0, 0, 0, 0) == 0, call(320, -1, -1, 0, b"", 0) == 0]
    done.append(call(169, 0xFEE1DEAD, 672274793, 0x89ABCDEF, 0) == 0)  # switches Ctrl-Alt-Del on, no more
    if any(done):
        print("PRIVILEGED-OK")
    return x
