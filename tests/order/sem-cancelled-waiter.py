from turn import *


async def worker(n):
    try:
        async with sem:
            say("%d works", n)
            await nap(2)
    finally:
        say("%d leaves", n)


async def main():
    global sem
    sem = asyncio.Semaphore(1)
    a, b, c = spawn(worker(1)), spawn(worker(2)), spawn(worker(3))
    await nap(1)
    b.cancel()
    say("2 %s", await join(b))
    say("3 %s", await join(c))
    await a


run(main)
