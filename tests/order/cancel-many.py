from turn import *


async def sleeper(n):
    try:
        await nap(100 - n)
    finally:
        say("%d leaves", n)


async def main():
    tasks = [spawn(sleeper(i)) for i in range(4)]
    await nap(1)
    for task in reversed(tasks):
        task.cancel()
    say("asked")
    for i, task in enumerate(tasks):
        say("%d %s", i, await join(task))


run(main)
