/** `npm run test:full`: every check at full size, and its result under docs/results, dated, to be committed. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const sizes = { SIM_SEEDS: '100000', KILLS: '500', COLD_ENTRIES: '100000', CHAOS_MS: '180000' }

const run = (command: string, args: readonly string[]): { readonly output: string; readonly failed: boolean } => {
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd: root,
    env: { ...process.env, ...sizes },
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
  })
  process.stdout.write(stdout + stderr)
  return { output: stdout, failed: status !== 0 }
}

const started = Date.now()
const check = run('npm', ['run', '--silent', 'check'])
const tests = run('npx', ['vitest', 'run'])
const minutes = Math.round((Date.now() - started) / 60_000)
const closing = tests.output.trim().split('\n').at(-1) ?? ''
const skipped = tests.output.split('\n').filter(line => line.startsWith('NOT CHECKED'))
const commit = run('git', ['rev-parse', '--short', 'HEAD']).output.trim()
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
    '',
  ].join('\n\n'),
)
if (check.failed || tests.failed) process.exitCode = 1
