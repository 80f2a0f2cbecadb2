"""The twin of deadline.ac."""
import asyncio


async def step(number):
    await asyncio.sleep(0.1)
    print(f"step {number}")


async def work(steps):
    try:
        while True:
            steps[0] += 1
            await step(steps[0])
    finally:
        print("clean up")


async def main():
    steps = [0]
    try:
        async with asyncio.timeout(0.25):
            await work(steps)
    except TimeoutError:
        print(f"too late after {steps[0] - 1} steps")

    async with asyncio.timeout(0.25):
        await asyncio.sleep(0.05)
        print("quick: in time")

    try:
        async with asyncio.timeout(0.2):
            try:
                async with asyncio.timeout(0.1):
                    await asyncio.sleep(1)
            except TimeoutError:
                print("inner limit")
            await asyncio.sleep(1)
    except TimeoutError:
        print("outer limit")


asyncio.run(main())
