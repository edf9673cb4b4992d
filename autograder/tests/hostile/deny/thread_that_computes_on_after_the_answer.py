"""Answers at once, and leaves a thread that computes for ever in the time of the checks that follow."""
# bites: hang
import threading


def compute():
    while True:
        np.ones((200, 200)) @ np.ones((200, 200))


def double(x):
    threading.Thread(target=compute).start()
    return x
