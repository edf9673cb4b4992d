"""Maps anonymous memory page by page, past Python's own allocator, and touches all of it."""
# bites: death
# ends: out_of_memory error
import mmap


def double(x):
    maps = []
    while True:
        piece = mmap.mmap(-1, 32 << 20)
        piece.write(b"x" * (32 << 20))
        maps.append(piece)
