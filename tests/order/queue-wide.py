from turn import *


async def produce(queue):
    for i in range(3):
        await queue.put(i)
        say("put %d", i)


async def consume(queue):
    for i in range(3):
        say("got %d", await queue.get())


async def main():
    queue = asyncio.Queue()
    await asyncio.gather(consume(queue), produce(queue))
    say("end")


run(main)
