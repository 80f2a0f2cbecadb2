"""The twin of echo.ac."""
import asyncio

CLIENTS = 3


class Server:
    connections = lines = 0

    async def serve_connection(self, reader, writer):
        self.connections += 1
        while data := await reader.read(512):
            self.lines += data.count(b"\n")
            writer.write(data)
            await writer.drain()
        writer.close()


async def talk(port, number, lines):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    same = 0
    for i in range(lines):
        sent = f"line {i + 1} of client {number}\n".encode()
        writer.write(sent)
        await writer.drain()
        same += await reader.readexactly(len(sent)) == sent
    writer.close()
    return same


async def main():
    served = Server()
    listener = await asyncio.start_server(served.serve_connection, "127.0.0.1", 0)
    port = listener.sockets[0].getsockname()[1]
    async with listener:
        clients = [asyncio.create_task(talk(port, i + 1, (i + 1) * 5)) for i in range(CLIENTS)]
        for i, client in enumerate(clients):
            print(f"client {i + 1}: {await client} of {(i + 1) * 5} lines came back")
        print(f"served {served.connections} connections, {served.lines} lines")


asyncio.run(main())
