import { openMiniLm } from './minilm.ts'

// Ends as its argument says, when it has just been given the first of many vectors.
const open = async () => {
  const model = await openMiniLm({ workers: 1, cacheEntries: 0 })
  const texts = Array.from({ length: 20 }, (_, i) => `${'return this thing '.repeat(20)}${i}`)
  const [first] = texts.map(text => model.embed([text]).catch(() => undefined))
  await first
  return model
}

if (process.argv[2] === 'close') for (let i = 0; i < 3; i++) await (await open()).close()
else {
  await open()
  process.exit(3)
}
