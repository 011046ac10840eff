import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { emptyDirectory } from '../../infra/demo/directory.ts'
import { lockWriter } from '../../infra/log/lmdb/lock.ts'

let dir: string
beforeEach(() => {
  dir = join(mkdtempSync(join(tmpdir(), 'turnstream-demo-')), 'data')
})
afterEach(() => rmSync(join(dir, '..'), { recursive: true }))

test('a directory that is not there is made; what a demo left is wiped', () => {
  emptyDirectory(dir)
  writeFileSync(join(dir, 'left'), 'by a demo')
  emptyDirectory(dir)
  expect(readdirSync(dir)).toEqual(['demo.json'])
})

test('data that is not of a demo is left alone', () => {
  emptyDirectory(dir)
  rmSync(join(dir, 'demo.json'))
  writeFileSync(join(dir, 'precious'), 'of a shop')
  expect(() => emptyDirectory(dir)).toThrow(expect.objectContaining({ code: 'USAGE' }))
  expect(existsSync(join(dir, 'precious'))).toBe(true)
})

test('what another process writes is left alone', () => {
  emptyDirectory(dir)
  const lock = lockWriter(join(dir, 'log'))
  expect(() => emptyDirectory(dir)).toThrow(expect.objectContaining({ code: 'LOG_IN_USE' }))
  expect(existsSync(join(dir, 'log'))).toBe(true)
  lock.release()
})
