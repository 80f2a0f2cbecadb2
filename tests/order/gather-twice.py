from turn import *


async def child():
    say("child")
    await nap(1)
    return 5


async def main():
    task = spawn(child())
    await asyncio.gather(task, task)
    say("%d", await task)


run(main)
