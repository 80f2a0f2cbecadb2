"""The twin of limited.ac."""
import asyncio
import time

JOBS, LIMIT = 10, 3


class Desk:
    def __init__(self):
        self.seats = asyncio.Semaphore(LIMIT)
        self.working = self.most = 0


async def job(desk):
    async with desk.seats:
        desk.working += 1
        desk.most = max(desk.most, desk.working)
        await asyncio.sleep(0.5)
        desk.working -= 1
    return 1


async def main():
    desk = Desk()
    start = time.monotonic()
    done = sum(await asyncio.gather(*[job(desk) for _ in range(JOBS)]))
    print(f"{done} jobs, at most {desk.most} at a time, {time.monotonic() - start:.0f} s")


asyncio.run(main())
