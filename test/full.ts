/** `npm run test:full`: every check at full size, and its result under docs/results, dated, to be committed. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'

const root = join(import.meta.dirname, '..')
const sizes = {
  SIM_SEEDS: '100000',
  KILLS: '500',
  COLD_ENTRIES: '100000',
  CHAOS_MS: '180000',
  TENANT_LOOKUPS: '1000000',
  RACE_REQUESTS: '1000000',
  RACING_CHANGES: '200',
  WHATIF_PAIRS: '50',
  WHATIF_TURNS: '2400',
}

/** Passes on what it prints as it comes: at full size that is an hour. */
const run = async (
  command: string,
  args: readonly string[],
): Promise<{ readonly output: string; readonly failed: boolean }> => {
  const child = spawn(command, args, {
    cwd: root,
    env: { ...process.env, ...sizes },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(child, 'close')
  const chunks: Buffer[] = []
  for await (const chunk of child.stdout) {
    process.stdout.write(chunk)
    chunks.push(chunk)
  }
  const [status] = await ended
  return { output: Buffer.concat(chunks).toString(), failed: status !== 0 }
}

/** What tests have said of what they measured, a line for each test that said something. */
const findings = (output: string): string[] => {
  const said = new Map<string, string[]>()
  for (const [, test, text] of stripVTControlCharacters(output).matchAll(/^stdout \| (.+)\n((?:.+\n)+)/gm)) {
    const lines = (text ?? '').split('\n').map(line => line.trim())
    said.set(test!, [...(said.get(test!) ?? []), ...lines.filter(line => line !== '')])
  }
  return [...said].map(([test, lines]) => `- ${test}: ${lines.join(' ')}`)
}

const started = Date.now()
const check = await run('npm', ['run', '--silent', 'check'])
const tests = await run('npx', ['vitest', 'run'])
const minutes = Math.round((Date.now() - started) / 60_000)
const closing = tests.output.trim().split('\n').at(-1) ?? ''
const skipped = tests.output.split('\n').filter(line => line.startsWith('NOT CHECKED'))
const commit = (await run('git', ['rev-parse', '--short', 'HEAD'])).output.trim()
const day = new Date(started).toISOString().slice(0, 10)

mkdirSync(join(root, 'docs', 'results'), { recursive: true })
writeFileSync(
  join(root, 'docs', 'results', `${day}.md`),
  [
    `# Full test of ${day}`,
    `Commit ${commit}, ${cpus().length} cores ${cpus()[0]?.model}, ${Math.round(totalmem() / 1e9)} GB, Node ${process.version}, ${minutes} min.`,
    `Sizes: ${Object.entries(sizes)
      .map(([name, size]) => `${name}=${size}`)
      .join(', ')}. Lint, types, stale files: ${check.failed ? 'failed' : 'passed'}.`,
    `**${closing}**`,
    ...skipped,
    findings(tests.output).join('\n'),
    '',
  ].join('\n\n'),
)
if (check.failed || tests.failed) process.exitCode = 1
