import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { installed } from './install.ts'

let folder: string
let source: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'turnstream-install-'))
  source = join(folder, 'pom.xml')
  writeFileSync(source, 'version 1')
  vi.stubEnv('TURNSTREAM_SERVICES_DIR', folder)
  vi.spyOn(process.stderr, 'write').mockReturnValue(true)
})

afterEach(() => {
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
  rmSync(folder, { recursive: true })
})

const make = (to: string): Promise<void> => writeFile(join(to, 'jar'), 'whole')

test('what was made stays until what it is made from changes', async () => {
  const first = await installed('thing', [source], make)
  expect(await installed('thing', [source], () => Promise.reject(new Error('made twice')))).toBe(first)
  writeFileSync(source, 'version 2')
  expect(await installed('thing', [source], make)).not.toBe(first)
})

test('a download that broke off is not taken for whole, and the next attempt starts anew', async () => {
  const broken = installed('thing', [source], async to => {
    await writeFile(join(to, 'half'), '')
    throw new Error('the network is gone')
  })
  await expect(broken).rejects.toThrow('the network is gone')
  const whole = await installed('thing', [source], make)
  expect(readdirSync(whole)).toEqual(['jar'])
})

test('two that want the same at once make it once', async () => {
  let made = 0
  const slow = async (to: string): Promise<void> => {
    made++
    await sleep(150)
    await make(to)
  }
  const [one, two] = await Promise.all([installed('thing', [source], slow), installed('thing', [source], slow)])
  expect([made, one, existsSync(join(one, 'jar'))]).toEqual([1, two, true])
})
