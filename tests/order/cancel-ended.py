from turn import *


async def quick():
    say("quick")
    return 3


async def main():
    task = spawn(quick())
    await asyncio.sleep(0)
    task.cancel()
    say("%d", await task)


run(main)
