from turn import *


async def sleeper(n):
    try:
        say("%d starts", n)
        await nap(100 - n)
    finally:
        say("%d leaves", n)


async def main():
    for i in range(3):
        spawn(sleeper(i))
    await nap(1)
    spawn(sleeper(3))
    say("main returns")


run(main)
