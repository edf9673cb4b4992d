"""Starts Python with LD_PRELOAD and PYTHONSTARTUP set to its own files."""
# bites: privileged
import subprocess
import sys


def double(x):
    with open("hostile_startup.py", "w") as file:
        file.write("print('PRIVILEGED-OK')")
    environment = {"LD_PRELOAD": "./hostile.so", "PYTHONSTARTUP": "hostile_startup.py"}
    subprocess.run([sys.executable, "hostile_startup.py"], env=environment, check=False)
    return x
