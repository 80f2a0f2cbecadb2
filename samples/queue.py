"""The twin of queue.ac; None tells a consumer that all is said."""
import asyncio

ITEMS = 5


async def produce(queue):
    for i in range(1, ITEMS + 1):
        await queue.put(i)
        print(f"made {i}")
    await queue.put(None)
    await queue.put(None)


async def consume(queue, name):
    count = 0
    while (item := await queue.get()) is not None:
        print(f"{name} takes {item}")
        count += 1
        await asyncio.sleep(0.1)
    print(f"{name} is done")
    return count


async def main():
    queue = asyncio.Queue(2)
    a = asyncio.create_task(consume(queue, "A"))
    b = asyncio.create_task(consume(queue, "B"))

    await produce(queue)
    print("made and taken:", await a + await b)


asyncio.run(main())
