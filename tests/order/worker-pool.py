from turn import *


async def worker(name, queue):
    try:
        while True:
            units = await queue.get()
            await nap(units)
            say("%s slept %d", name, units)
            done.release()
    finally:
        say("%s goes home", name)


async def main():
    global done
    done = asyncio.Semaphore(0)
    queue = asyncio.Queue(16)
    a, b, c = (spawn(worker(name, queue)) for name in "abc")
    for units in (4, 2, 5, 1, 3, 2, 6):
        await queue.put(units)
    for i in range(7):
        await done.acquire()
    say("====")
    for task in a, b, c:
        task.cancel()
    for task in a, b, c:
        await join(task)


run(main)
