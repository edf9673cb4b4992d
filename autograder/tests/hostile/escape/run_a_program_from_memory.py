"""Puts a program into a file without a name and starts it with execveat, so that no file system has to allow it."""
# bites: privileged
import ctypes
import os


def double(x):
    libc = ctypes.CDLL(None)
    program = libc.syscall(319, b"program", 0)
    with open("/bin/echo", "rb") as file:
        os.write(program, file.read())
    process = os.fork()
    if process == 0:
        arguments = (ctypes.c_char_p * 3)(b"echo", b"PRIVILEGED-OK", None)
        libc.syscall(322, program, b"", arguments, (ctypes.c_char_p * 1)(None), 0x1000)
        os._exit(1)
    os.waitpid(process, 0)
    return x
