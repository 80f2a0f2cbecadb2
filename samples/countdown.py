"""The twin of countdown.ac."""
import asyncio


async def countdown(name, start, pace):
    for i in range(start, 0, -1):
        print(f"{name}: {i}")
        await asyncio.sleep(pace)
    print(f"{name}: lift-off")


async def main():
    await asyncio.gather(countdown("slow", 2, 0.4), countdown("middle", 3, 0.25), countdown("fast", 4, 0.15))


asyncio.run(main())
