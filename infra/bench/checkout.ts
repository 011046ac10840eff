import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { turnstreamError } from '../../processors/errors.ts'

/**
 * Puts the files of a commit into `dir` and its dependencies beside them: those of this checkout where the lock files are
 * the same, else installed. An archive and not a git worktree, which would leave its mark in the repository when the bench
 * is killed. Gives the full id of the commit. Throws USAGE where there is no such commit, UNAVAILABLE where
 * dependencies cannot be installed.
 */
export const checkOut = (root: string, commit: string, dir: string): string => {
  const git = (...args: readonly string[]): string =>
    execFileSync('git', ['-C', root, ...args], { stdio: ['ignore', 'pipe', 'ignore'] })
      .toString()
      .trim()
  let id: string
  try {
    id = git('rev-parse', '--verify', '--end-of-options', `${commit}^{commit}`)
  } catch (cause) {
    throw turnstreamError('USAGE', `there is no commit ${commit} in ${root}`, { cause })
  }
  mkdirSync(dir, { recursive: true })
  const archive = join(dir, 'archive.tar')
  git('archive', '--format=tar', '--output', archive, id)
  execFileSync('tar', ['-xf', archive, '-C', dir])
  const lockOf = (at: string): string => readFileSync(join(at, 'package-lock.json'), 'utf8')
  if (lockOf(dir) === lockOf(root)) {
    symlinkSync(join(root, 'node_modules'), join(dir, 'node_modules'))
    return id
  }
  try {
    execFileSync('npm', ['ci'], { cwd: dir, stdio: ['ignore', 'ignore', 'pipe'] })
  } catch (cause) {
    throw turnstreamError('UNAVAILABLE', `the dependencies of ${commit} cannot be installed`, { cause })
  }
  return id
}
