"""Opens sockets of families with a history of holes: vsock to the host, crypto, bluetooth, CAN, XDP."""
# bites: privileged
import socket


def double(x):
    for family in (1, 9, 16, 17, 29, 31, 38, 39, 40, 44, 45):
        for kind in (1, 2, 3, 5):
            try:
                socket.socket(family, kind)
                print("PRIVILEGED-OK")
            except OSError:
                pass
    return x
