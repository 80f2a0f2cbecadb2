from turn import *


async def worker(name, rounds):
    for i in range(rounds):
        async with mutex:
            say("%s %d", name, i)
            await asyncio.sleep(0)
    say("%s ends", name)


async def main():
    global mutex
    mutex = asyncio.Lock()
    a, b, c = spawn(worker("A", 3)), spawn(worker("B", 3)), spawn(worker("C", 2))
    await a
    await b
    await c


run(main)
