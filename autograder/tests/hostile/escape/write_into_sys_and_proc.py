"""Changes the machine's settings under /proc/sys and /sys: core_pattern, the memory policy, the host's name."""
# bites: privileged
# control: no it would change the machine's settings
import os


def double(x):
    paths = ("/proc/sys/kernel/core_pattern", "/proc/sys/vm/overcommit_memory", "/proc/sysrq-trigger", "/sys/power/state", "/sys/kernel/uevent_helper")
    for path in (*paths, "/proc/1/oom_score_adj", f"/proc/{os.getppid()}/oom_score_adj"):
        try:
            os.close(os.open(path, os.O_WRONLY))
            print("PRIVILEGED-OK")
        except OSError:
            pass
    return x
