"""Blows up a few compressed kilobytes to gigabytes."""
# bites: death
# ends: out_of_memory timeout
import zlib


def double(x):
    small = zlib.compress(bytes(128 << 20), 1)
    return b"".join([zlib.decompress(small) for _ in range(64)])
