import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { readJava } from './java.ts'

const folder = mkdtempSync(join(tmpdir(), 'turnstream-java-'))

afterAll(() => rmSync(folder, { recursive: true }))

const home = (name: string, release: string): string => {
  const path = join(folder, name)
  mkdirSync(join(path, 'bin'), { recursive: true })
  writeFileSync(join(path, 'bin', 'java'), '')
  writeFileSync(join(path, 'release'), release)
  return path
}

test('a Java home says its version and which modules it has', () => {
  const java = readJava(home('25', 'JAVA_VERSION="25.0.3"\nMODULES="java.base jdk.incubator.vector"\n'))
  expect(java?.major).toBe(25)
  expect(java?.modules.has('jdk.incubator.vector')).toBe(true)
})

test('a folder without a Java, or without a version, is none', () => {
  expect(readJava(join(folder, 'missing'))).toBeNull()
  expect(readJava(home('odd', 'IMPLEMENTOR="nobody"\n'))).toBeNull()
})
