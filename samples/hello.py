"""The twin of hello.ac."""
import asyncio
import time


async def say_after(seconds, what):
    await asyncio.sleep(seconds)
    print(what)
    return seconds


async def main():
    start = time.monotonic()
    hello = asyncio.create_task(say_after(1, "hello"))
    world = asyncio.create_task(say_after(2, "world"))
    slept = await hello + await world

    print(f"{slept} seconds of sleep in {round(time.monotonic() - start)}")


asyncio.run(main())
