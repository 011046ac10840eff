import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { isTurnstreamError } from '../../processors/errors.ts'
import { checkOut } from './checkout.ts'

let dir = ''
let root = ''
const identity = ['-c', 'user.name=test', '-c', 'user.email=test@example.com', '-c', 'commit.gpgsign=false']
const git = (...args: readonly string[]): string =>
  execFileSync('git', ['-C', root, ...identity, ...args], { stdio: ['ignore', 'pipe', 'ignore'] })
    .toString()
    .trim()
const write = (text: string): string => {
  writeFileSync(join(root, 'program.ts'), text)
  git('add', '.')
  git('commit', '--quiet', '-m', text)
  return git('rev-parse', 'HEAD')
}

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'turnstream-checkout-'))
  root = join(dir, 'repository')
  mkdirSync(join(root, 'node_modules'), { recursive: true })
  git('init', '--quiet')
  writeFileSync(join(root, '.gitignore'), 'node_modules/\n')
  writeFileSync(join(root, 'package-lock.json'), '{}')
})
afterEach(() => rmSync(dir, { recursive: true }))

it('has the files of the commit, the dependencies of the checkout, and leaves the repository as it was', () => {
  const first = write('first')
  write('second')
  const to = join(dir, 'other')
  expect(checkOut(root, 'HEAD~1', to)).toBe(first)
  expect(readFileSync(join(to, 'program.ts'), 'utf8')).toBe('first')
  expect(realpathSync(join(to, 'node_modules'))).toBe(realpathSync(join(root, 'node_modules')))
  expect(git('worktree', 'list').split('\n')).toHaveLength(1)
  expect(git('status', '--porcelain')).toBe('')
})

it('throws USAGE for what is no commit', () => {
  write('first')
  let refused: unknown = null
  try {
    checkOut(root, 'nowhere', join(dir, 'other'))
  } catch (error) {
    refused = error
  }
  expect(isTurnstreamError(refused, 'USAGE')).toBe(true)
  expect(existsSync(join(dir, 'other'))).toBe(false)
})
