/** `npm run docs` writes docs/reference; `--check` writes nothing, lists what is stale and fails. */
import { pages } from './pages.ts'
import { isStale, writePage } from './write.ts'

const check = process.argv.includes('--check')

for (const [path, generate] of Object.entries(pages)) {
  const text = generate()
  if (!isStale(path, text)) continue
  process.stderr.write(`${check ? 'stale' : 'written'}: ${path}\n`)
  if (check) process.exitCode = 1
  else writePage(path, text)
}
