from turn import *


async def main():
    for i in range(4):
        try:
            async with timeout(2):
                await nap(i)
                say("%d in time", i)
        except TimeoutError:
            say("%d too late", i)


run(main)
