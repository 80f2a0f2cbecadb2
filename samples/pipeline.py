"""The twin of pipeline.ac; None is the end."""
import asyncio


async def read_numbers(out):
    for i in range(1, 6):
        await out.put(i)
        print(f"read {i}")
    await out.put(None)


async def scale(inp, out):
    while (n := await inp.get()) is not None:
        await out.put(n * 10)
    await out.put(None)


async def write_numbers(inp):
    while (n := await inp.get()) is not None:
        await asyncio.sleep(0.1)
        print(f"wrote {n}")


async def main():
    numbers, scaled = asyncio.Queue(1), asyncio.Queue(1)

    async with asyncio.TaskGroup() as stages:
        stages.create_task(read_numbers(numbers))
        stages.create_task(scale(numbers, scaled))
        stages.create_task(write_numbers(scaled))


asyncio.run(main())
