"""Makes calls by numbers that no kernel had when the filter was written."""
# bites: privileged
# control: no nobody knows what they would do
import ctypes


def double(x):
    libc = ctypes.CDLL(None, use_errno=True)
    not_implemented = 38
    for number in range(470, 600):
        ctypes.set_errno(0)
        if libc.syscall(number, 0, 0, 0, 0, 0, 0) >= 0 or ctypes.get_errno() != not_implemented:
            print("PRIVILEGED-OK")
    return x
