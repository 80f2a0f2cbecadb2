from turn import *


async def worker(n):
    try:
        async with mutex:
            say("%d has it", n)
            await nap(2)
    finally:
        say("%d leaves", n)


async def main():
    global mutex
    mutex = asyncio.Lock()
    a, b, c = spawn(worker(1)), spawn(worker(2)), spawn(worker(3))
    await nap(1)
    b.cancel()
    await join(a)
    say("2 %s", await join(b))
    say("3 %s", await join(c))


run(main)
