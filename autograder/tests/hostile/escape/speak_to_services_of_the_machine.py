"""Connects to the sockets of Docker, systemd, D-Bus and the name service."""
# bites: privileged
import os
import socket


def double(x):
    own = socket.socket(socket.AF_UNIX)
    own.bind("service")
    own.listen()
    for path in ("service", "/run/docker.sock", "/var/run/docker.sock", "/run/systemd/private", "/run/dbus/system_bus_socket", "/run/nscd/socket"):
        try:
            guest = socket.socket(socket.AF_UNIX)
            guest.connect(path)
            print("PRIVILEGED-OK", os.path.basename(path))
        except OSError:
            pass
    return x
