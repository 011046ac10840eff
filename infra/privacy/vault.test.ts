import { mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { hasVault, openVault, type Subject } from './vault.ts'

let dataDir: string
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'turnstream-keys-'))
})
afterEach(() => rmSync(dataDir, { recursive: true }))

const file = (): string => join(dataDir, 'keys', 'keys.bin')
const ada: Subject = { kind: 'user', tenant: 'default', name: 'ada' }
const bob: Subject = { ...ada, name: 'bob' }

it('a key is the same after a restart, and nobody but its owner may read the file', async () => {
  expect(hasVault(dataDir)).toBe(false)
  const first = openVault(dataDir)
  const id = await first.idFor(ada)
  const key = first.sealing([id])
  first.close()
  expect(statSync(file()).mode & 0o777).toBe(0o600)
  const second = openVault(dataDir)
  expect(await second.idFor(ada)).toBe(id)
  expect(second.sealing([id])).toEqual(key)
  expect(await second.idFor(bob)).not.toBe(id)
  second.close()
})

it('who asks for a key at the same time gets the same one, and users of two tenants have two', async () => {
  const vault = openVault(dataDir)
  const [one, same, other] = await Promise.all([ada, ada, { ...ada, tenant: 'blue' }].map(vault.idFor))
  expect(one).toBe(same)
  expect(other).not.toBe(one)
  vault.close()
})

it('the file names nobody', async () => {
  const vault = openVault(dataDir)
  await vault.idFor({ ...ada, name: 'ada.lovelace@example.com' })
  vault.close()
  expect(readFileSync(file()).includes('ada')).toBe(false)
})

it('a destroyed key is gone from the file, with the pseudonym of its owner, and stays gone', async () => {
  const vault = openVault(dataDir)
  const id = await vault.idFor(ada)
  const other = await vault.idFor(bob)
  const before = readFileSync(file())
  const [name, key] = [before.subarray(80, 112), before.subarray(112, 144)]
  const together = vault.sealing([id, other])
  expect(together).not.toBeNull()
  vault.destroy(id)
  expect([vault.sealing([id]), vault.sealing([id, other]), vault.find(ada)]).toEqual([null, null, []])
  expect(vault.sealing([other])).not.toBeNull()
  expect(vault.unfinished()).toEqual([id])
  vault.finish(id)
  vault.close()
  const after = readFileSync(file())
  expect([after.includes(name), after.includes(key), after.length]).toEqual([false, false, before.length])
  const again = openVault(dataDir)
  expect([again.sealing([id]), again.unfinished(), again.alive(other)]).toEqual([null, [], true])
  expect(await again.idFor(ada)).not.toBe(id)
  again.close()
})

it('an erasure that a crash cut short is known after the restart', async () => {
  const vault = openVault(dataDir)
  const id = await vault.idFor(ada)
  vault.destroy(id)
  vault.close()
  const again = openVault(dataDir)
  expect(again.unfinished()).toEqual([id])
  again.close()
})

it('a retired key still opens, is found, and is not given out any more', async () => {
  const vault = openVault(dataDir)
  const id = await vault.idFor(ada)
  vault.retire(id)
  const next = await vault.idFor(ada)
  expect(next).not.toBe(id)
  expect(vault.find(ada)).toEqual([id, next])
  expect(vault.sealing([id])).not.toBeNull()
  vault.close()
})

it('a slot that a crash left half written is passed over, and written again', async () => {
  const vault = openVault(dataDir)
  const id = await vault.idFor(ada)
  await vault.idFor(bob)
  vault.close()
  truncateSync(file(), statSync(file()).size - 40)
  const again = openVault(dataDir)
  expect([again.alive(id), again.find(bob)]).toEqual([true, []])
  const made = await again.idFor(bob)
  again.close()
  const last = openVault(dataDir)
  expect(last.find(bob)).toEqual([made])
  last.close()
})

it('a reader makes nothing, and refuses a file that holds no keys', async () => {
  openVault(dataDir).close()
  const reader = openVault(dataDir, { readOnly: true })
  await expect(reader.idFor(ada)).rejects.toMatchObject({ code: 'LOG_UNAVAILABLE' })
  writeFileSync(file(), 'something else that is long enough to have been a head of a file of keys')
  expect(() => openVault(dataDir)).toThrow(/holds no keys/)
})
