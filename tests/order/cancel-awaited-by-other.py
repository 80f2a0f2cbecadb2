from turn import *


async def sleeper():
    try:
        await nap(100)
    finally:
        say("sleeper leaves")


async def awaiter(task):
    try:
        await task
        say("never")
    finally:
        say("awaiter leaves")


async def main():
    task = spawn(sleeper())
    second = spawn(awaiter(task))
    await nap(1)
    task.cancel()
    say(await join(second))


run(main)
