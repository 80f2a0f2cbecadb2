#!/usr/bin/env python3
"""pollers.py [--with-uring] PROGRAM [ARGUMENT...]: runs a program once with each poller; all must succeed.

The first that fails is named. With --with-uring the program has that poller in it; where the system does not allow io_uring,
it is run all the same and must do with another."""
import os
import subprocess
import sys

POLLERS = ("epoll", "poll", "uring")


def available(with_uring):
    return POLLERS if with_uring else POLLERS[:-1]


def main(args):
    with_uring = args[:1] == ["--with-uring"]
    command = args[with_uring:]
    for poller in available(with_uring):
        status = subprocess.call(command, env={**os.environ, "AC_POLLER": poller})
        if status:
            print("AC_POLLER=%s: status %d" % (poller, status), file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
