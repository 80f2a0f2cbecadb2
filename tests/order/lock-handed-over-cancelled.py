from turn import *


async def worker(n):
    try:
        await mutex.acquire()
        say("%d has it", n)
        mutex.release()
    finally:
        say("%d leaves", n)


async def main():
    global mutex
    mutex = asyncio.Lock()
    await mutex.acquire()
    a, b = spawn(worker(1)), spawn(worker(2))
    await nap(1)
    mutex.release()
    a.cancel()
    say("handed over and cancelled")
    say("1 %s", await join(a))
    say("2 %s", await join(b))


run(main)
