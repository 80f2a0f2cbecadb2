from turn import *


async def worker(n):
    await sem.acquire()
    say("%d", n)


async def main():
    global sem
    sem = asyncio.Semaphore(0)
    tasks = [spawn(worker(i)) for i in range(4)]
    await nap(1)
    for i in range(3):
        sem.release()
    say("three")
    await tasks[2]
    say("third")
    sem.release()
    await tasks[3]
    await tasks[0]
    await tasks[1]
    say("end")


run(main)
