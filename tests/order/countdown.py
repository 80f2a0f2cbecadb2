from turn import *


async def count(name, n, step):
    for i in range(n, 0, -1):
        say("%s %d", name, i)
        await nap(step)
    say("%s lifts off", name)


async def main():
    await asyncio.gather(count("A", 3, 2), count("B", 4, 3))
    say("end")


run(main)
