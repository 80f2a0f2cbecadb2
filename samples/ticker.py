"""The twin of ticker.ac."""
import asyncio
import sys


async def tick(period):
    while True:
        await asyncio.sleep(period)
        print("tick")


async def open_stdin():
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    return reader


async def main():
    stdin = await open_stdin()
    ticker = asyncio.create_task(tick(0.11))
    count = 0

    while line := await stdin.readline():
        count += 1
        print(f"line {count}: {line.decode().rstrip()}")
        await asyncio.sleep(0.25)
    print(f"{count} lines")
    ticker.cancel()


asyncio.run(main())
