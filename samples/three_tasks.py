"""The twin of three_tasks.ac."""
import asyncio


async def work(name, length):
    print(f"Task {name} started")
    await asyncio.sleep(length * 0.2)
    print(f"Task {name} completed")
    return length


async def main():
    a, b, c = await asyncio.gather(work("A", 3), work("B", 1), work("C", 2))
    print(f"all done: {a} + {b} + {c} = {a + b + c}")


asyncio.run(main())
