from turn import *


async def sleeper():
    try:
        await nap(100)
    finally:
        await nap(4)
        say("clean")


async def main():
    say(await wait_for(spawn(sleeper()), 2))
    say("end")


run(main)
