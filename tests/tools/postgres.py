#!/usr/bin/env python3
"""A PostgreSQL server of its own for a test, in a temporary folder, to be asked over a socket there; ends when standard input
does. PostgreSQL does not run as root: then it runs as its own user."""
import glob
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time


def version(folder):
    return [int(part) for part in os.path.basename(folder).split(".") if part.isdigit()]


def programs():
    """Where Debian has them, the newest; or the path."""
    folders = sorted(glob.glob("/usr/lib/postgresql/*"), key=version)
    return os.path.join(folders[-1], "bin") if folders else os.path.dirname(shutil.which("initdb") or "")


def identity(folder):
    """How to start programs as somebody else than root, to whom FOLDER is given."""
    if os.geteuid() != 0:
        return {}
    user = pwd.getpwnam("postgres")
    os.chown(folder, user.pw_uid, user.pw_gid)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def start(folder):
    bin_folder, how = programs(), identity(folder)
    data = os.path.join(folder, "data")
    log = open(os.path.join(folder, "log"), "w")
    subprocess.run([os.path.join(bin_folder, "initdb"), "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale",
                    "--no-sync"], check=True, stdout=log, stderr=log, cwd=folder, **how)
    settings = {"listen_addresses": "", "unix_socket_directories": folder, "fsync": "off", "max_connections": "20"}
    command = [os.path.join(bin_folder, "postgres"), "-D", data]
    for name, value in settings.items():
        command += ["-c", "%s=%s" % (name, value)]
    server = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder, **how)
    ready = [os.path.join(bin_folder, "pg_isready"), "-q", "-h", folder]
    while subprocess.run(ready).returncode != 0:
        if server.poll() is not None:
            sys.exit("postgres: %s" % open(log.name).read())
        time.sleep(0.1)
    return server


def main():
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    folder = tempfile.mkdtemp(prefix="pg-", dir="/tmp")  # where another user may go, whatever TMPDIR says
    try:
        server = start(folder)
        print("PGHOST=%s PGUSER=postgres PGDATABASE=postgres" % folder, flush=True)
        sys.stdin.read()
        server.send_signal(signal.SIGQUIT)
        server.wait()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
