"""Makes system calls by the numbers of 32-bit programs, which a filter for 64 bits mistakes for others."""
# bites: privileged
# control: no whether the kernel answers there depends on how it was built
# ends: crashed error
import ctypes
import mmap
import platform


def double(x):
    libc = ctypes.CDLL(None)
    if platform.machine() == "x86_64":
        code = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
        code.write(b"\xb8\x14\x00\x00\x00\xcd\x80\xc3")  # getpid by int 0x80
        address = ctypes.addressof(ctypes.c_char.from_buffer(code))
        if ctypes.CFUNCTYPE(ctypes.c_int)(address)() > 0:
            print("PRIVILEGED-OK")
    if libc.syscall(0x40000000 + 39) > 0:
        print("PRIVILEGED-OK")
    return x
