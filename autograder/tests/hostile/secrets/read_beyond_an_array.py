"""Looks at its argument through wrong strides and sizes, and so at the memory before and behind it, where others' arrays may lie."""
# bites: secret
# control: no what lies beside an array is a matter of chance
import numpy as np

REACH = 2048  # bytes to both sides; further away there may be nothing


def double(x):
    values = x.numpy()
    for array in (values, np.array(values), np.zeros(3)):
        wide = np.lib.stride_tricks.as_strided(array.reshape(-1).view("uint8"), (REACH,), (1,))
        print(wide.tobytes())
        back = np.lib.stride_tricks.as_strided(array.reshape(-1).view("uint8"), (REACH // 8,), (-1,))
        print(back.tobytes()[::-1])
    return np.lib.stride_tricks.as_strided(values.reshape(-1), (64, 4), (4, 4))
