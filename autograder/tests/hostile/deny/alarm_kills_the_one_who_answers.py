"""Sets a timer whose signal ends the process while the next request is answered."""
# bites: death
import signal
import time


def double(x):
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, 0.001, 0.001)
    time.sleep(0.2)
    return x
