from turn import *


stop = False


async def busy():
    while not stop:
        await asyncio.sleep(0)
    say("busy ends")


async def clock():
    global stop
    await nap(0)
    say("tick")
    stop = True


async def main():
    a, b = spawn(busy()), spawn(clock())
    await b
    say("main")
    await a
    say("end")


run(main)
