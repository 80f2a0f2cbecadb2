from turn import *


async def worker(name):
    for i in range(3):
        async with mutex:
            say("%s %d", name, i)


async def main():
    global mutex
    mutex = asyncio.Lock()
    a, b = spawn(worker("A")), spawn(worker("B"))
    await a
    await b


run(main)
