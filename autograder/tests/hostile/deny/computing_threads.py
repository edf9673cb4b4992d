"""Computes in eight threads at once, outside of the interpreter's lock, to take both cores from the others."""
# bites: hang
# ends: timeout
import threading


def compute():
    a = np.ones((300, 300))
    while True:
        a @ a


def double(x):
    threads = [threading.Thread(target=compute, daemon=True) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
