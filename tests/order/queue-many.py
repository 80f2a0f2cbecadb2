from turn import *


async def produce(queue, n):
    for i in range(4):
        await queue.put(10 * n + i)
        say("%d put %d", n, 10 * n + i)


async def consume(queue, name):
    for i in range(6):
        say("%s got %d", name, await queue.get())
        if i % 2:
            await nap(1)


async def main():
    queue = asyncio.Queue(2)
    await asyncio.gather(produce(queue, 1), produce(queue, 2), produce(queue, 3), consume(queue, "A"), consume(queue, "B"))
    say("end")


run(main)
