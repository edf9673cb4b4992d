"""Opens a port on which somebody could tell it the answers, and a connection to the world."""
# bites: privileged
import socket


def double(x):
    for family, address in ((socket.AF_INET, ("0.0.0.0", 5555)), (socket.AF_INET6, ("::", 5556))):
        try:
            door = socket.socket(family)
            door.bind(address)
            door.listen()
            print("PRIVILEGED-OK")
        except OSError:
            pass
    return x
