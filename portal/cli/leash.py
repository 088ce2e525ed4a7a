"""Leash: runs a module as `python -m` would, and ends with the process that started it, however that one ends.

`python leash.py PARENT_PID module arguments…`; a file of its own, so that nothing else is imported first.
"""

import ctypes
import os
import runpy
import signal
import sys
import threading
import time

_PR_SET_PDEATHSIG = 1


def hold(parent: int) -> None:
    """Have this process told to stop when `parent` is gone: by the kernel on Linux, else by looking every second."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
    else:
        threading.Thread(target=_watch, args=(parent,), daemon=True).start()
    if os.getppid() != parent:
        sys.exit(1)  # it went before we could ask


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    del sys.path[0]  # our own folder: its modules are not to be found by their last names
    hold(int(sys.argv[1]))
    del sys.argv[:2]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
