"""Blows up a few compressed kilobytes to gigabytes."""
# bites: death
# ends: out_of_memory
import zlib


def double(x):
    small = zlib.compress(zlib.compress(bytes(256 << 20)))
    return b"".join([zlib.decompress(zlib.decompress(small)) for _ in range(64)])
