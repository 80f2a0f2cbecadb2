from turn import *


async def worker(n):
    await mutex.acquire()
    say("%d has it", n)
    await nap(1)
    say("%d gives it up", n)
    mutex.release()


async def main():
    global mutex
    mutex = asyncio.Lock()
    tasks = [spawn(worker(i)) for i in range(4)]
    for task in tasks:
        await task
    say("end")


run(main)
