"""Makes empty files and folders in its working folder until there are no inodes."""
# bites: hang
# ends: timeout wrong_answer crashed error
import os


def double(x):
    number = 0
    while True:
        number += 1
        try:
            os.mkdir(f"hostile_folder_{number}")
            os.close(os.open(f"hostile_file_{number}", os.O_WRONLY | os.O_CREAT))
        except OSError:
            os.listdir(".")
