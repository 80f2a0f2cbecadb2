"""The twin of say_after_tasks.ac."""
import asyncio
import time


async def say_after(delay, what):
    await asyncio.sleep(delay)
    print(what)


async def main():
    hello = asyncio.create_task(say_after(1, "hello"))
    world = asyncio.create_task(say_after(2, "world"))
    start = time.monotonic()

    print("started")
    await hello
    await world
    print(f"finished after {time.monotonic() - start:.0f} s")


asyncio.run(main())
