"""The twin of say_hello.ac."""
import asyncio


async def say_hello():
    print("Hello ...")
    await asyncio.sleep(1)
    print("... World!")


asyncio.run(say_hello())
