from turn import *


async def sleeper():
    try:
        await nap(100)
    finally:
        say("sleeper leaves")


async def main():
    task = spawn(sleeper())
    try:
        async with timeout(1):
            try:
                await task
            finally:
                say("body leaves")
    except TimeoutError:
        say("too late")


run(main)
