"""The twin of pool.ac; None sends a worker home."""
import asyncio

WORKERS = 3


async def work(id, jobs, answers):
    while (number := await jobs.get()) is not None:
        await asyncio.sleep(number * 0.05)
        answers.append(number * number)
        print(f"worker {id}: {number} squared is {answers[-1]}")


async def main():
    jobs, answers = asyncio.Queue(1), []

    async with asyncio.TaskGroup() as workers:
        for id in range(WORKERS):
            workers.create_task(work(id, jobs, answers))
        for i in range(7):
            await jobs.put(3 + i)
        for _ in range(WORKERS):
            await jobs.put(None)
    print("sum", sum(answers))


asyncio.run(main())
