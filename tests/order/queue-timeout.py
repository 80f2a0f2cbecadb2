from turn import *


async def produce(queue):
    for i in range(1, 4):
        await nap(2 * i)
        await queue.put(i)


async def main():
    queue = asyncio.Queue(1)
    task = spawn(produce(queue))
    for i in range(5):
        try:
            async with timeout(3):
                item = await queue.get()
                say("got %d", item)
        except TimeoutError:
            say("nothing")
    await task
    say("end")


run(main)
