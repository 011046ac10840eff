import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, onTestFinished, test } from 'vitest'
import { ended, isAlive, kill, lastWords, memoryOf, type ProcessId, sizeOf, start, terminate } from './processes.ts'

const folder = mkdtempSync(join(tmpdir(), 'turnstream-processes-'))
const log = join(folder, 'log')

afterAll(() => rmSync(folder, { recursive: true }))

const run = async (script: string): Promise<ProcessId> => {
  const id = await start({ command: process.execPath, args: ['-e', script] }, log, true)
  onTestFinished(() => kill(id, 'SIGKILL'))
  return id
}

test('a process is itself only with the time at which it started: another with its pid is not it', async () => {
  const id = await run('setInterval(() => {}, 1000)')
  expect(isAlive(id)).toBe(true)
  expect(isAlive({ ...id, startTicks: '1' })).toBe(false)
  expect(memoryOf(id)).toBeGreaterThan(0)
})

test('a process that ignores the request to end is killed after the time', async () => {
  const id = await run('process.on("SIGTERM", () => {}); console.log("up"); setInterval(() => {}, 1000)')
  while (sizeOf(log) === 0) await new Promise(resolve => setTimeout(resolve, 10))
  expect(await terminate(id, 100)).toBe(false)
  expect(isAlive(id)).toBe(false)
})

test('a stopped process can be asked to end', async () => {
  const id = await run('setInterval(() => {}, 1000)')
  await kill(id, 'SIGSTOP')
  expect(isAlive(id)).toBe(true)
  expect(await terminate(id)).toBe(true)
})

test('a bound process ends when the one that started it is killed', async () => {
  const parent = spawn(
    process.execPath,
    [
      '--input-type=module',
      '-e',
      `import { start } from ${JSON.stringify(join(import.meta.dirname, 'processes.ts'))}
       console.log(JSON.stringify(await start({ command: 'sleep', args: ['60'] }, '${log}', true)))
       setInterval(() => {}, 1000)`,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const [line] = (await once(parent.stdout, 'data')) as [Buffer]
  const id = JSON.parse(line.toString()) as ProcessId
  expect(isAlive(id)).toBe(true)
  // Bound it is as soon as setpriv has become the command.
  await expect.poll(() => readFileSync(`/proc/${id.pid}/comm`, 'utf8').trim()).toBe('sleep')
  parent.kill('SIGKILL')
  expect(await ended(id, 5_000)).toBe(true)
})

test('a command that is not there is an error, not a process', async () => {
  await expect(start({ command: '/nonexistent/server', args: [] }, log, false)).rejects.toThrow('ENOENT')
})

test('of a long log the lines of trouble since the start are told, of a short one all', () => {
  const file = join(folder, 'words')
  writeFileSync(file, 'ERROR of an earlier run\n')
  const before = sizeOf(file)
  expect(lastWords(file, before)).toBe('(it wrote nothing)')
  writeFileSync(file, `ERROR of an earlier run\nInvalid heap size\nno more\n`)
  expect(lastWords(file, before)).toBe('Invalid heap size\nno more')
  writeFileSync(file, `ERROR of an earlier run\nERROR port taken\n${'INFO shutting down\n'.repeat(50)}`)
  expect(lastWords(file, before)).toBe('ERROR port taken')
})
