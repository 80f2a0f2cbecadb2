"""The twin of foo_bar.ac."""
import asyncio


async def foo():
    print("foo: begins")
    await asyncio.sleep(0)
    print("foo: goes on")


async def bar():
    print("bar: begins")
    await asyncio.sleep(0)
    print("bar: goes on")


async def main():
    await asyncio.gather(foo(), bar())


asyncio.run(main())
