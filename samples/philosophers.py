"""The twin of philosophers.ac."""
import asyncio

SEATS = 5


async def dine(forks, seat):
    first, second = sorted((seat, (seat + 1) % SEATS))
    async with forks[first]:
        await asyncio.sleep(0.01)
        async with forks[second]:
            print(f"philosopher {seat} eats")
            await asyncio.sleep(0.02)


async def main():
    forks = [asyncio.Lock() for _ in range(SEATS)]

    async with asyncio.TaskGroup() as philosophers:
        for seat in range(SEATS):
            philosophers.create_task(dine(forks, seat))
    print("all have eaten")


asyncio.run(main())
