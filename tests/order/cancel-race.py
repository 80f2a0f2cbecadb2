from turn import *


async def runner(n):
    try:
        await nap(n)
    finally:
        say("%d leaves", n)


async def racer(a, b):
    try:
        await asyncio.wait([a, b], return_when=asyncio.FIRST_COMPLETED)
        say("never")
    finally:
        say("racer leaves")


async def main():
    a, b = spawn(runner(3)), spawn(runner(2))
    task = spawn(racer(a, b))
    await nap(1)
    task.cancel()
    say(await join(task))
    await a
    await b
    say("end")


run(main)
