#!/usr/bin/env python3
"""nginx.py: nginx on loopback with HTTP/2 over TLS, in the current folder. Prints URL=https://127.0.0.1:PORT CA=FILE when it
listens; ends with its input. /file has a million bytes, /hello says hello."""
import os
import signal
import socket
import subprocess
import sys
import time

import certificate

CONFIG = """
daemon off; master_process off; pid nginx.pid; error_log stderr crit;
events { worker_connections 200; }
http {
    access_log off; client_body_temp_path tmp; proxy_temp_path tmp; fastcgi_temp_path tmp; uwsgi_temp_path tmp; scgi_temp_path tmp;
    server {
        listen 127.0.0.1:%d ssl http2; ssl_certificate cert.pem; ssl_certificate_key key.pem; root files;
        location /hello { return 200 "hello\\n"; }
        location /connection { return 200 "$connection $server_protocol\\n"; }
    }
}
"""


def main():
    ca = certificate.make()
    os.makedirs("files", exist_ok=True)
    with open("files/file", "w", encoding="ascii") as file:
        file.write("0123456789abcdef" * 62500)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with open("nginx.conf", "w", encoding="ascii") as file:
        file.write(CONFIG % port)
    nginx = subprocess.Popen(["nginx", "-p", os.getcwd(), "-c", "nginx.conf"], stdin=subprocess.DEVNULL)
    for _ in range(500):
        with socket.socket() as probe:
            if not probe.connect_ex(("127.0.0.1", port)):
                break
        time.sleep(0.02)
    print("URL=https://127.0.0.1:%d CA=%s" % (port, ca), flush=True)
    sys.stdin.read()
    nginx.send_signal(signal.SIGTERM)
    nginx.wait()


if __name__ == "__main__":
    main()
