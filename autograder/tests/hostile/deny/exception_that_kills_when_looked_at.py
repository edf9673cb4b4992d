"""Raises an exception whose class ends the process as soon as its type or its arguments are looked at."""
# bites: death
# ends: crashed error
import os


class Meta(type):
    def __getattribute__(cls, name):
        os._exit(0)


class Deadly(Exception, metaclass=Meta):
    def __getattribute__(self, name):
        os._exit(0)

    def __str__(self):
        os._exit(0)


def double(x):
    raise Deadly
