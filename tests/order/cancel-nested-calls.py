from turn import *


async def deepest():
    try:
        await nap(100)
    finally:
        say("deepest leaves")


async def deeper():
    try:
        await deepest()
    finally:
        say("deeper leaves")


async def deep():
    try:
        await deeper()
    finally:
        say("deep leaves")


async def main():
    task = spawn(deep())
    await nap(1)
    task.cancel()
    say(await join(task))


run(main)
