from turn import *


async def worker(n):
    await mutex.acquire()
    try:
        say("%d has it", n)
        await nap(50)
    finally:
        say("%d unlocks", n)
        mutex.release()


async def main():
    global mutex
    mutex = asyncio.Lock()
    a, b = spawn(worker(1)), spawn(worker(2))
    await nap(1)
    a.cancel()
    say("1 %s", await join(a))
    await nap(1)
    b.cancel()
    say("2 %s", await join(b))


run(main)
