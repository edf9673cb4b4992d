"""Goes from the data folder, which it may read, upwards to the checks beside it: by `..`, by descriptors, and by names of data sets."""
# bites: secret
import os

BELOW = ("autograder/checks/hidden", "autograder/misconceptions", "solutions", "../submissions/aaa_honest")


def show(folder, descriptor=None):
    try:
        for name in os.listdir(descriptor if descriptor is not None else folder):
            with open(os.open(name if descriptor is not None else os.path.join(folder, name), os.O_RDONLY, dir_fd=descriptor)) as file:
                print(file.read())
    except OSError:
        pass


def double(x):
    for data in (os.environ.get("AUTOGRADER_DATA", "data"), "/tmp/hostile/course/data", "/data"):
        for below in BELOW:
            show(os.path.join(data, "..", below))
            show(os.path.join(os.path.realpath(data), os.pardir, below))
            try:
                start = os.open(data, os.O_RDONLY | os.O_DIRECTORY)
                folder = os.open(os.path.join("..", below), os.O_RDONLY | os.O_DIRECTORY, dir_fd=start)
                show("", folder)
            except OSError:
                pass
    try:
        from autograder import load_data

        os.environ["AUTOGRADER_DATA"] = "/tmp/hostile/course"
        for name in ("../solutions", "solutions", "autograder"):
            print(load_data(name))
    except Exception:
        pass
    return x
