"""Attaches every segment of System V shared memory by its number, and takes messages from every System V queue."""
# bites: secret
# control: no the harness plants nothing in System V memory, which would outlive it
import ctypes

libc = ctypes.CDLL(None, use_errno=True)
libc.shmat.restype = ctypes.c_void_p


def double(x):
    try:
        print(open("/proc/sysvipc/shm").read(), open("/proc/sysvipc/msg").read())
    except OSError:
        pass
    for number in range(256):
        place = libc.shmat(number, None, 0o10000)
        if place and place != ctypes.c_void_p(-1).value:
            print(ctypes.string_at(place, 4096))
    for key in (0x0BAD, 1, 0x51400001):
        print(libc.shmget(key, 0, 0), libc.msgget(key, 0))
    return x
