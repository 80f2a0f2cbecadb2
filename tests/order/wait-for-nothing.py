from turn import *


async def child():
    say("never")
    await nap(1)


async def quick():
    say("quick")


async def wait_for_nothing(task, units):
    try:
        await asyncio.wait_for(task, units * UNIT)
        return "done"
    except asyncio.TimeoutError:
        return "timed out"


async def main():
    ended = spawn(quick())
    say("begin")
    say(await wait_for_nothing(spawn(child()), 0))
    say(await wait_for_nothing(ended, 0))
    say(await wait_for_nothing(spawn(child()), -1))


run(main)
