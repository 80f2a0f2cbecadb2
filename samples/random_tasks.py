"""The twin of random_tasks.ac."""
import asyncio


def randoms(state):
    while True:
        state = (state * 1103515245 + 12345) % 2**32
        yield state >> 16


async def work(number, length):
    print(f"task {number}: {length} ms")
    await asyncio.sleep(length / 1000)
    print(f"task {number} done")
    return length


async def main():
    random = randoms(45)
    tasks = [asyncio.create_task(work(i + 1, (next(random) % 16 + 1) * 25)) for i in range(5)]
    lengths = [await t for t in tasks]
    print(f"{sum(lengths)} ms of work, {max(lengths)} ms the longest")


asyncio.run(main())
