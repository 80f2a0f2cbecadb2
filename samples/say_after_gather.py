"""The twin of say_after_gather.ac."""
import asyncio
import time


async def say_after(delay, what):
    await asyncio.sleep(delay)
    print(what)


async def main():
    start = time.monotonic()
    print("started")
    await asyncio.gather(say_after(1, "hello"), say_after(2, "world"))
    print(f"finished after {time.monotonic() - start:.0f} s")


asyncio.run(main())
