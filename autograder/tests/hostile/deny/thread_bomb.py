"""Starts threads that sleep until no more can be started, and waits for them."""
# bites: hang
import threading
import time


def double(x):
    threads = []
    while True:
        try:
            thread = threading.Thread(target=time.sleep, args=(10000,), daemon=True)
            thread.start()
            threads.append(thread)
        except RuntimeError:
            for thread in threads:
                thread.join()
