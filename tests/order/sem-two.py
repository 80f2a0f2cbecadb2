from turn import *


async def worker(n):
    await sem.acquire()
    say("%d works", n)
    await nap(n)
    say("%d is done", n)
    sem.release()


async def main():
    global sem
    sem = asyncio.Semaphore(2)
    await asyncio.gather(*(worker(n) for n in (5, 1, 2, 4, 3)))
    say("end")


run(main)
