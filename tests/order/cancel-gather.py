from turn import *


async def sleeper(n):
    try:
        await nap(100)
    finally:
        say("%d leaves", n)


async def gatherer():
    try:
        await asyncio.gather(sleeper(1), sleeper(2), sleeper(3))
        say("never")
    finally:
        say("gatherer leaves")


async def main():
    task = spawn(gatherer())
    await nap(1)
    say("cancel")
    task.cancel()
    say(await join(task))


run(main)
