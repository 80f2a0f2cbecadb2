from turn import *


async def receive(queue, n):
    say("%d got %d", n, await queue.get())


async def main():
    queue = asyncio.Queue(2)
    a, b = spawn(receive(queue, 1)), spawn(receive(queue, 2))
    await nap(1)
    for i in range(3):
        try:
            queue.put_nowait(i)
            say("put")
        except asyncio.QueueFull:
            say("full")
    await b
    await a
    say("end")


run(main)
