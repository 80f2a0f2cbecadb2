"""The twin of plain_main.ac."""
import asyncio


async def half(n):
    await asyncio.sleep(0.1)
    return n // 2


print("before")
print("half of 84 is", asyncio.run(half(84)))
print("after")
