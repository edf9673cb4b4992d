"""Opens a named pipe that has no writer, which waits in the kernel for ever."""
# bites: hang
# ends: timeout error
import os


def double(x):
    os.mkfifo("pipe")
    open("pipe").read()
    return x
