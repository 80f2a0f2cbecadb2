from turn import *


async def child():
    say("child")


async def main():
    task = spawn(child())
    say("made")
    await asyncio.sleep(0)
    say("main")
    await task
    say("no turn for a task that has ended")


run(main)
