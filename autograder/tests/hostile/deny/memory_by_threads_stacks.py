"""Asks for threads with stacks of 256 MB each, which reserve addresses without using them."""
# bites: hang
import threading
import time


def double(x):
    threading.stack_size(256 << 20)
    threads = [threading.Thread(target=time.sleep, args=(10000,)) for _ in range(20)]
    for thread in threads:
        thread.start()
    return x
