"""The twin of print_message.ac."""
import asyncio


async def print_message(message, times):
    for i in range(1, times + 1):
        print(f"{message} {i} of {times}")
        await asyncio.sleep(0.1)
    return times


async def main():
    printed = asyncio.create_task(print_message("message", 3))
    print("main: the task is made, it has not begun")
    await asyncio.sleep(0.05)
    print("main: still here")
    print(f"main: all {await printed} messages are out")


asyncio.run(main())
