#!/usr/bin/env python3
"""web.py [--tls]: an HTTP/1.1 server on loopback for tests, good and bad in every way its paths name.

Prints URL=http://127.0.0.1:PORT when it listens, and with --tls also CA=FILE, its certificate for 127.0.0.1, though it listens
at 127.0.0.2 as well; ends with its input. Written on sockets rather than on a library for HTTP, which would not send what is
wrong."""
import argparse
import asyncio
import gzip
import hashlib
import os
import socket
import ssl
import struct
import sys

import certificate

COUNTS = {"connections": 0, "now": 0, "most": 0, "open": 0}


class Request:
    def __init__(self, method, path, headers, reader, writer):
        self.method, self.path, self.headers = method, path, headers
        self.reader, self.writer = reader, writer
        self.number = int(path.rsplit("/", 1)[1]) if path.rsplit("/", 1)[1].isdigit() else 0

    async def body(self):
        """All of it, by its length or in chunks."""
        if self.headers.get("expect") == "100-continue":
            self.writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        if self.headers.get("transfer-encoding") != "chunked":
            return await self.reader.readexactly(int(self.headers.get("content-length", 0)))
        parts = []
        while size := int((await self.reader.readline()).split(b";")[0], 16):
            parts.append(await self.reader.readexactly(size))
            await self.reader.readline()
        await self.reader.readline()
        return b"".join(parts)

    def head(self, status, *lines):
        text = "\r\n".join(["HTTP/1.1 %d Whatever" % status, *lines]) + "\r\n\r\n"
        self.writer.write(text.encode("latin-1"))

    def answer(self, data, *lines, status=200):
        data = data.encode() if isinstance(data, str) else data
        self.head(status, "Content-Length: %d" % len(data), *lines)
        if self.method != "HEAD":
            self.writer.write(data)

    def reset(self):
        """The connection ends with RST instead of FIN."""
        self.writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.writer.transport.abort()


def pattern(size):
    """Bytes that tell where they are."""
    return (b"0123456789abcdef" * (size // 16 + 1))[:size]


# ---- good answers ----

async def hello(request):
    request.answer("hello\n", "Content-Type: text/plain", "X-Folded: one", " two", "X-Empty:")


async def size(request):
    request.answer(pattern(request.number))


async def until_end(request):
    request.head(200, "Connection: close")
    request.writer.write(pattern(request.number))
    return "close"


async def chunked(request):
    request.head(200, "Transfer-Encoding: chunked", "Trailer: X-Sum")
    data, piece = pattern(request.number), 1000
    for at in range(0, len(data), piece):
        part = data[at:at + piece]
        request.writer.write(b"%x;ext=1\r\n%s\r\n" % (len(part), part))
        await request.writer.drain()
    request.writer.write(b"0\r\nX-Sum: %d\r\n\r\n" % len(data))


async def compressed(request):
    if "gzip" not in request.headers.get("accept-encoding", ""):
        return request.answer(pattern(request.number))
    request.answer(gzip.compress(pattern(request.number)), "Content-Encoding: gzip")


async def status(request):
    code = request.number
    if code in (204, 304):
        request.head(code)
    else:
        request.answer("status %d\n" % code, status=code)


async def echo(request):
    data = await request.body()
    request.answer(data, "X-Method: " + request.method, "X-Type: " + request.headers.get("content-type", "none"),
                   "X-Agent: " + request.headers.get("user-agent", "none"), "X-Own: " + request.headers.get("x-own", "none"),
                   "X-Length: " + request.headers.get("content-length", request.headers.get("transfer-encoding", "none")))


async def digest(request):
    data = await request.body()
    request.answer("%d %s\n" % (len(data), hashlib.md5(data).hexdigest()))


async def redirect(request):
    where = "/redirect/%d" % (request.number - 1) if request.number else "/echo"
    await request.body()
    request.answer("elsewhere\n", "Location: " + where, status=302)


async def redirect_as(request):
    """/as/STATUS: to /echo."""
    await request.body()
    request.answer("elsewhere\n", "Location: /echo", status=request.number)


async def loop(request):
    request.answer("again\n", "Location: /loop", status=302)


async def wait_no_longer(request):
    """Closes the connection, though the body has not come."""
    await request.writer.drain()
    try:
        await asyncio.wait_for(request.reader.read(1 << 30), 0.2)
    except asyncio.TimeoutError:
        pass
    return "close"


async def hasty(request):
    """Sends elsewhere before the body has come, and waits for that no longer."""
    request.answer("elsewhere\n", "Location: /size/300000", "Connection: close", status=303)
    return await wait_no_longer(request)


async def elsewhere(request):
    request.answer("", "Location: ftp://127.0.0.1/", status=302)


async def early_hints(request):
    request.head(103, "Link: </style.css>; rel=preload")
    request.head(102)
    await hello(request)


async def cookie(request):
    request.answer(request.headers.get("cookie", "none") + "\n", "Set-Cookie: taste=sweet")


async def counts(request):
    request.answer(" ".join("%s=%d" % item for item in sorted(COUNTS.items())) + "\n")
    COUNTS.update(connections=COUNTS["open"], most=0)


async def busy(request):
    COUNTS["now"] += 1
    COUNTS["most"] = max(COUNTS["most"], COUNTS["now"])
    await asyncio.sleep(0.03)
    COUNTS["now"] -= 1
    request.answer("done %d\n" % request.number)


# ---- slow and bad ones ----

async def silent(request):
    await request.reader.read(1)
    return "close"


async def stuck(request):
    request.head(200, "Content-Length: 100")
    request.writer.write(b"x" * 10)
    await request.reader.read(1)
    return "close"


async def drip(request):
    request.head(200, "Content-Length: %d" % request.number)
    for _ in range(request.number):
        request.writer.write(b"x")
        await asyncio.sleep(0.02)


async def deaf(request):
    """Does not read the body."""
    await asyncio.sleep(30)
    return "close"


async def reset(request):
    request.reset()
    return "gone"


async def reset_body(request):
    request.head(200, "Content-Length: 100")
    request.writer.write(b"x" * 10)
    await asyncio.sleep(0.02)
    request.reset()
    return "gone"


async def truncate(request):
    request.head(200, "Content-Length: 100")
    request.writer.write(b"x" * 10)
    return "close"


async def no_answer(request):
    return "close"


async def half_head(request):
    request.writer.write(b"HTTP/1.1 200 OK\r\nContent-Le")
    return "close"


async def garbage(request):
    request.writer.write(b"\x16\x03\x01 this is no HTTP\r\n\r\n")
    return "close"


async def bad_chunk(request):
    request.head(200, "Transfer-Encoding: chunked")
    request.writer.write(b"5\r\nhello\r\nnonsense\r\n")
    return "close"


async def bad_gzip(request):
    request.answer(b"this is not compressed", "Content-Encoding: gzip")


async def big_headers(request):
    request.answer("x", *("X-Line-%d: %s" % (i, "y" * 1000) for i in range(request.number)))


async def endless_hints(request):
    try:
        while True:
            request.head(103, "X: " + "y" * 1000)
            await request.writer.drain()
    except ConnectionError:
        return "gone"


async def reject(request):
    """Refuses a body before it has come, and takes what still comes: closing then would take back the answer."""
    request.answer("too much\n", "Connection: close", status=413)
    await request.writer.drain()
    while await request.reader.read(1 << 20):
        pass
    return "close"


async def once(request):
    """Keeps the connection and ends it at the next request, unanswered."""
    request.answer("once\n")
    await request.writer.drain()
    await request.reader.readline()
    return "close"


PATHS = {
    "hello": hello, "size": size, "until-end": until_end, "chunked": chunked, "gzip": compressed, "status": status,
    "echo": echo, "digest": digest, "redirect": redirect, "as": redirect_as, "loop": loop, "hasty": hasty, "elsewhere": elsewhere,
    "early-hints": early_hints, "cookie": cookie, "counts": counts, "busy": busy, "silent": silent, "stuck": stuck,
    "drip": drip, "deaf": deaf, "reset": reset, "reset-body": reset_body, "truncate": truncate, "no-answer": no_answer,
    "half-head": half_head, "garbage": garbage, "bad-chunk": bad_chunk, "bad-gzip": bad_gzip,
    "big-headers": big_headers, "endless-hints": endless_hints, "reject": reject, "once": once,
}


async def read_request(reader, writer):
    """None at the end."""
    line = (await reader.readline()).decode("latin-1").split()
    if len(line) != 3:
        return None
    headers = {}
    while (text := (await reader.readline()).decode("latin-1").strip()):
        name, value = text.split(":", 1)
        headers[name.lower()] = value.strip()
    return Request(line[0], line[1], headers, reader, writer)


async def serve(reader, writer):
    COUNTS["connections"] += 1
    COUNTS["open"] += 1
    try:
        while request := await read_request(reader, writer):
            how = await PATHS[request.path.split("/")[1].split("?")[0]](request)
            if how:
                break
            await writer.drain()
    except (ConnectionError, asyncio.IncompleteReadError, ValueError):
        pass  # the client has left
    finally:
        COUNTS["open"] -= 1
        writer.close()


def tls():
    """With a certificate of its own making, and where that is."""
    ca = certificate.make()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain("cert.pem", "key.pem")
    return context, ca


async def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tls", action="store_true")
    context, ca = tls() if parser.parse_args().tls else (None, None)
    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=context, backlog=1000)
    port = server.sockets[0].getsockname()[1]
    if context:
        await asyncio.start_server(serve, "127.0.0.2", port, ssl=context)
    print("URL=http%s://127.0.0.1:%d PORT=%d %s" % ("s" if context else "", port, port, "CA=%s" % ca if ca else ""), flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    os._exit(0)


asyncio.run(main())
