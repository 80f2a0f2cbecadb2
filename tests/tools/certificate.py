"""A certificate for localhost and 127.0.0.1 that nobody has signed: cert.pem and key.pem in the current folder."""
import os
import subprocess


def make():
    """Where it is."""
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days",
                    "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout",
                    "key.pem", "-out", "cert.pem"], check=True, capture_output=True)
    return os.path.abspath("cert.pem")
