"""Writes forged replies from a thread that goes on after the answer, so that they stand where the answer to the next request is awaited."""
# bites: points
# with: forge_replies
import threading
import time


def go_on():
    for _ in range(50):
        time.sleep(0.002)
        forge()


def double(x):
    threading.Thread(target=go_on, daemon=True).start()
    time.sleep(0.004)
    return x
