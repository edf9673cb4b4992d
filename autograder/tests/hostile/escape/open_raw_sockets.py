"""Opens raw and packet sockets, to read and forge the traffic of the machine."""
# bites: privileged
import socket


def double(x):
    for family, kind, protocol in ((socket.AF_INET, socket.SOCK_RAW, 1), (socket.AF_PACKET, socket.SOCK_RAW, 0x0300)):
        try:
            socket.socket(family, kind, protocol)
            print("PRIVILEGED-OK")
        except OSError:
            pass
    return x
