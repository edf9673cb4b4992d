"""What a confined child cannot do, and what it must be able to do, in both ways of containing it."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from pathlib import Path
from string import Template

import pytest

from autograder.sandbox.process import Child, Zygote
from autograder.tests.sandboxed import MODES, OLD_LANDLOCK, Places, Raised, in_question, open_zygote, run


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Places:
    return Places.make(tmp_path_factory.mktemp("grader"))


@pytest.fixture(scope="module", params=[*MODES, OLD_LANDLOCK])
def zygote(request: pytest.FixtureRequest, places: Places) -> Iterator[Zygote]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUTOGRADER_TEST_SECRET", "in the grader's environment")
        with open_zygote(request.param, secrets=[places.course], data=places.data) as zygote:
            yield zygote


@pytest.fixture(scope="module")
def shared_child(zygote: Zygote) -> Iterator[Child]:
    """One child for attempts that leave it as it was."""
    child = zygote.spawn()
    yield child
    child.close()


@pytest.fixture
def child(zygote: Zygote) -> Iterator[Child]:
    child = zygote.spawn()
    yield child
    child.close()


SYSTEM_CALL = "import ctypes; libc = ctypes.CDLL(None, use_errno=True)\n"
FAILED = "\nif result < 0: raise OSError(ctypes.get_errno(), 'refused')"


def _call(text: str) -> str:
    return f"{SYSTEM_CALL}result = {text}{FAILED}"


# Each is code that must raise an OSError; a ValueError for limits. Names after $ are places of the grader.
REFUSED = {
    "read a hidden check": "open($CHECK).read()",
    "read a solution": "open($SOLUTION).read()",
    "list the course": "os.listdir($COURSE)",
    "list the hidden checks": "os.listdir(os.path.dirname($CHECK))",
    "read another student's work": "open($OTHER).read()",
    "list the submissions": "os.listdir(os.path.dirname(os.path.dirname($OTHER)))",
    "read in the grader's home": "open($HOME).read()",
    "read the engine": "open($ENGINE).read()",
    "read the users of the machine": "open('/etc/passwd').read()",
    "read the grader's environment": "open('/proc/$GRADER/environ').read()",
    "read the grader's memory": "open('/proc/$GRADER/mem', 'rb')",
    "go to the grader's working folder": "os.listdir('/proc/$GRADER/cwd/')",
    "look into process 1": "os.listdir('/proc/1/root/')",
    "climb out of the root": "open('/proc/1/root' + $CHECK).read()",
    "read a disk": "open('/dev/sda', 'rb')",
    "write beside a submission": "open($OTHER + '2', 'w')",
    "write into another student's work": "open($OTHER, 'a')",
    "cut off another student's work": "os.truncate($OTHER, 0)",
    "cut off a file that is opened for reading": "os.open($OTHER, os.O_RDONLY | os.O_TRUNC)",
    "cut off a library": "os.open(os.__file__, os.O_RDONLY | os.O_TRUNC)",
    "change a library": "open(os.__file__, 'a')",
    "add a library": "open(os.path.dirname(os.__file__) + '/planted.py', 'w')",
    "change data": "open(os.environ['AUTOGRADER_DATA'] + '/numbers.txt', 'a')",
    "write into the root": "os.mkdir('/planted')",
    "remove another student's work": "os.unlink($OTHER)",
    "rename another student's work": "os.rename($OTHER, $OTHER + '2')",
    "link to another student's work": "os.link($OTHER, 'linked')",
    "open what a link leads to": "os.symlink($OTHER, 'link'); open('link')",
    "change the mode of another's file": "os.chmod($OTHER, 0)",
    "change the time of another's file": "os.utime($OTHER, (0, 0))",
    "mark another's file": "os.setxattr($OTHER, 'user.mark', b'1')",
    "open a socket": "import socket; socket.socket()",
    "connect to the machine": "import socket; socket.create_connection(('127.0.0.1', $PORT), 1)",
    "connect to a service": "import socket; socket.socket(socket.AF_UNIX).connect('/run/dbus/system_bus_socket')",
    "talk to the kernel's network": "import socket; socket.socket(socket.AF_NETLINK, socket.SOCK_RAW)",
    "make a network pair": "import socket; socket.socketpair(socket.AF_INET)",
    "start a program": "import subprocess; subprocess.run(['/bin/true'])",
    "become a program": "os.execv(sys.executable, [sys.executable])",
    "become root": "os.setuid(0); open('/etc/shadow')",
    "signal the grader": "os.kill($GRADER, 0)",
    "signal every process": "os.kill(-1, 0)",
    "limit the grader": "import resource; resource.prlimit($GRADER, resource.RLIMIT_CPU)",
    "slow the grader down": "os.setpriority(os.PRIO_PROCESS, $GRADER, 19)",
    "pin the grader": "os.sched_setaffinity($GRADER, {0})",
    "hold the grader": "os.pidfd_open($GRADER)",
    "raise a limit": "import resource; resource.setrlimit(resource.RLIMIT_AS, (-1, -1))",
    "trace": _call("libc.ptrace(16, $GRADER, None, None)"),
    "read another process": _call("libc.process_vm_readv($GRADER, None, 0, None, 0, 0)"),
    "make namespaces": _call("libc.unshare(0x10000000)"),
    "mount": _call("libc.mount(b'x', b'/box', b'tmpfs', 0, None)"),
    "unmount": _call("libc.umount2(b'/dev/shm', 2)"),
    "change the root": _call("libc.chroot(b'.')"),
    "outlive the grader": _call("libc.prctl(1, 0, 0, 0, 0)"),
    "open itself to others": _call("libc.prctl(4, 1, 0, 0, 0)"),
    "make hidden memory": "os.memfd_create('x')",
    "make lasting memory": _call("libc.shmget(0, 4096, 0o1600)"),
    "make a message queue": _call("libc.msgget(0, 0o1600)"),
    "use the keys": _call("libc.syscall(250 if os.uname().machine == 'x86_64' else 219, 0, -3, 1)"),
    "make a device": "os.mknod('device', 0o20600, os.makedev(1, 1))",
    "type into a terminal": "import fcntl; fcntl.ioctl(0, 0x5412, b'x')",
    "signal by a file": "import fcntl, socket; a, b = socket.socketpair(); fcntl.fcntl(a, fcntl.F_SETOWN, $GRADER)",
}


@pytest.mark.parametrize("what", REFUSED)
def test_refused(what: str, shared_child: Child, places: Places) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        words = {
            "CHECK": repr(str(places.check)),
            "SOLUTION": repr(str(places.solution)),
            "COURSE": repr(str(places.course)),
            "OTHER": repr(str(places.other_student)),
            "HOME": repr(str(places.home)),
            "ENGINE": repr(str(Path(__file__).resolve().parents[1] / "sandbox" / "process.py")),
            "GRADER": str(os.getpid()),
            "PORT": str(server.getsockname()[1]),
        }
        with pytest.raises(Raised) as raised:
            run(shared_child, Template(REFUSED[what]).substitute(words))
    assert raised.value.kind in ("OSError", "PermissionError", "FileNotFoundError", "ProcessLookupError", "ValueError"), raised.value
    assert places.other_student.read_text(encoding="utf-8") == "1 2 3\n"
    assert places.other_student.stat().st_mode & 0o777 == 0o777


# Each is an expression, after statements, that must be true.
ALLOWED = {
    "read the data": "return open(os.environ['AUTOGRADER_DATA'] + '/numbers.txt').read().split() == ['1', '2', '3']",
    "write into the working folder": "open('mine', 'w').write('x'); return 'mine' in os.listdir('.')",
    "replace a file": "open('a', 'w').write('x'); open('b', 'w'); os.replace('a', 'b'); return open('b').read() == 'x'",
    "make and remove folders": "os.makedirs('deep/er'); os.removedirs('deep/er'); return not os.path.exists('deep')",
    "use temporary files": "import tempfile; return tempfile.TemporaryFile().write(b'x') == 1",
    "be at home": "return os.path.expanduser('~') == os.getcwd() == os.environ['TMPDIR']",
    "import from the library late": "import wave, colorsys; return True",
    "import a package late": "import msgpack.fallback; return True",
    "start a thread": "import threading; t = threading.Thread(target=list); t.start(); t.join(); return True",
    "make a pair of sockets": "import socket; a, b = socket.socketpair(); a.send(b'x'); return b.recv(1) == b'x'",
    "draw random bytes": "return len(os.urandom(8)) == 8 and len(open('/dev/urandom', 'rb').read(1)) == 1",
    "throw output away": "return open(os.devnull, 'w').write('x') == 1",
    "run an event loop": "import asyncio; return asyncio.run(asyncio.sleep(0, True))",
    "tell the time": "import datetime; return datetime.datetime.now().astimezone().year > 2000",
    "signal itself": "import signal; signal.signal(10, lambda *_: None); signal.raise_signal(10); return True",
}


@pytest.mark.parametrize("what", ALLOWED)
def test_allowed(what: str, shared_child: Child) -> None:
    assert run(shared_child, ALLOWED[what]) is True


def test_the_graders_environment_stays_outside(shared_child: Child) -> None:
    assert "AUTOGRADER_TEST_SECRET" not in run(shared_child, "return sorted(os.environ)")
    try:
        start = run(shared_child, "return open('/proc/self/environ', 'rb').read().decode()")
    except Raised:
        return  # no /proc, without a process namespace
    assert "AUTOGRADER_TEST_SECRET" not in start


def test_no_module_of_the_grader_is_loaded(shared_child: Child) -> None:
    names = run(shared_child, "return [name for name in sys.modules if name.startswith('autograder')]")
    assert [name for name in names if not name.startswith("autograder.sandbox")] == ["autograder"]  # an empty stand-in
    assert not {"autograder.sandbox.process", "autograder.sandbox.planning", "autograder.sandbox.handle"} & set(names)


OPEN_DESCRIPTORS = """
found = []
for number in range(256):
    try:
        os.fstat(number)
        found.append(number)
    except OSError:
        pass
return found
"""


def test_only_its_own_descriptors_are_open(child: Child) -> None:
    assert run(child, OPEN_DESCRIPTORS) == [0, 1, 2, 3, 4, 5]
    if child.can_fork:
        assert in_question(child, OPEN_DESCRIPTORS) == [0, 1, 2, 4, 5]


def test_no_descriptor_leads_out(shared_child: Child) -> None:
    for number in range(6):
        with pytest.raises(Raised) as raised:
            run(shared_child, f"os.open('..', os.O_RDONLY, dir_fd={number})")
        assert raised.value.kind == "NotADirectoryError"


def test_children_do_not_see_each_others_files(zygote: Zygote) -> None:
    one, other = zygote.spawn(), zygote.spawn()
    path = run(one, "open('answer', 'w').write('42'); return os.path.abspath('answer')")
    with pytest.raises(Raised):
        run(other, f"open({path!r}).read()")
    for child in (one, other):
        child.close()


def test_children_do_not_see_each_other(zygote: Zygote) -> None:
    one, other = zygote.spawn(), zygote.spawn()
    if one.can_fork:
        assert run(one, "return sorted(name for name in os.listdir('/proc') if name.isdigit())") in (["2"], ["1", "2"])
    number = run(one, "return os.getpid()")
    with pytest.raises(Raised):
        run(other, f"os.kill({number + (1 if one.can_fork else 0)}, 9)")
    assert run(one, "return 1") == 1
    for child in (one, other):
        child.close()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give each child a user of its own")
def test_root_gives_each_child_a_user_of_its_own(zygote: Zygote) -> None:
    one, other = zygote.spawn(), zygote.spawn()
    users = {run(one, "return os.getuid()"), run(other, "return os.getuid()")}
    groups = run(one, "return [os.getgid(), *os.getgroups()]")
    for child in (one, other):
        child.close()
    if zygote.separate_user:
        assert len(users) == 2
        assert 0 not in users
        assert 0 not in groups


def test_no_capabilities_are_left(shared_child: Child) -> None:
    body = """
        import ctypes, struct
        header, data = struct.pack("Ii", 0x20080522, 0), ctypes.create_string_buffer(24)
        assert ctypes.CDLL(None).capget(header, data) == 0
        return data.raw.hex()
    """
    assert run(shared_child, body) == "00" * 24


def test_hash_and_random_states_repeat(zygote: Zygote) -> None:
    def drawn() -> object:
        child = zygote.spawn()
        value = run(child, "import random, numpy; return [random.getstate()[1][0], random.random(), hash('a')]")
        child.close()
        return value

    assert drawn() == drawn()


def test_a_question_cannot_fork(child: Child) -> None:
    with pytest.raises(Raised) as raised:
        in_question(child, "os.fork()")
    assert raised.value.kind == "PermissionError"


def test_a_question_cannot_fork_by_the_c_library(child: Child) -> None:
    with pytest.raises(Raised):
        in_question(child, "import multiprocessing; p = multiprocessing.get_context('fork').Process(target=list); p.start()")


def test_forks_while_loading_are_bounded(zygote: Zygote) -> None:
    body = """
        import time
        count = 0
        try:
            while True:
                if os.fork() == 0:
                    time.sleep(60)
                    os._exit(0)
                count += 1
        except OSError:
            return count
    """
    child = zygote.spawn()
    count = run(child, body)
    child.close()
    assert count == 0 if zygote.mode == "landlock" else count < 2000


def test_a_picture_can_be_drawn(zygote: Zygote) -> None:
    pytest.importorskip("matplotlib")
    child = zygote.spawn()
    body = """
        import matplotlib.pyplot as plt
        plt.plot([1, 2, 3])
        plt.savefig("curve.png")
        return os.path.getsize("curve.png") > 1000
    """
    define = {"op": "cell", "source": "import os\ndef attempt():\n" + body, "name": "<cell 1>"}
    child.request(define, cpu_s=60, wall_s=120)
    call = {"op": "call", "target": "attempt", "args": [], "kwargs": {}, "seed": 0}
    reply = child.request(call, cpu_s=60, wall_s=120)
    child.close()
    assert reply["ok"], reply
