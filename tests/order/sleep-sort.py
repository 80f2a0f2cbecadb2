from turn import *


async def sleeper(units):
    await nap(units)
    say("%d", units)


async def main():
    units = [5, 1, 4, 2, 3]
    tasks = [spawn(sleeper(n)) for n in units]
    for n, task in zip(units, tasks):
        await task
        say("awaited %d", n)


run(main)
