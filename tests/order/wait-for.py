from turn import *


async def sleeper(n):
    try:
        await nap(n)
        say("%d slept", n)
    finally:
        say("%d leaves", n)


async def main():
    say(await wait_for(spawn(sleeper(1)), 5))
    say(await wait_for(spawn(sleeper(9)), 5))


run(main)
