"""Opens netlink, by which routes and addresses are changed and every new process is told."""
# bites: privileged
import socket


def double(x):
    for protocol in (0, 4, 9, 11, 15, 16):
        try:
            socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, protocol)
            print("PRIVILEGED-OK")
        except OSError:
            pass
    return x
