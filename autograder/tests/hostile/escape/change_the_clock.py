"""Sets the clock, so that limits of time never come."""
# bites: privileged
# control: no it would touch the machine's clock
import ctypes
import struct
import time


def double(x):
    libc = ctypes.CDLL(None)
    now = struct.pack("qq", int(time.time()), 0)
    if libc.clock_settime(0, now) == 0 or libc.settimeofday(now, None) == 0 or libc.adjtimex(struct.pack("I", 1) + bytes(300)) == 0:
        print("PRIVILEGED-OK")
    return x
