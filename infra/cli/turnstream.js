#!/usr/bin/env node
/**
 * Starts the program. Turnstream is TypeScript that Node 24 runs as it stands; an older Node hands over to the one that
 * the `node` package has installed, with the same arguments, signals and exit code. Plain JavaScript, so that the older
 * Node can read it.
 */
import { spawn } from 'node:child_process'
import module, { createRequire } from 'node:module'
import { constants } from 'node:os'
import { fileURLToPath } from 'node:url'

const least = 24

const newerNode = () => {
  try {
    return createRequire(import.meta.url).resolve('node/bin/node')
  } catch {
    process.stderr.write(
      `turnstream: Node ${process.versions.node} is too old, ${least} is needed and the package "node" is not installed: npm ci\n`,
    )
    process.exit(3)
  }
}

const handOver = () => {
  const child = spawn(newerNode(), [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('error', error => {
    process.stderr.write(`turnstream: ${error.message}\n`)
    process.exit(3)
  })
  child.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]))
}

/**
 * Stripped of its types and compiled, a file is kept for the next start: three times as fast, and without the 30 MB that the
 * stripping takes. Threads and child processes find the folder in the environment. Where it cannot be written, nothing is kept.
 */
const keepCompiled = () => {
  process.env.NODE_COMPILE_CACHE ??= fileURLToPath(new URL('../../node_modules/.cache/turnstream', import.meta.url))
  module.enableCompileCache?.(process.env.NODE_COMPILE_CACHE)
}

/**
 * A server lives on little: by default Node lets garbage take what the machine has, 200 MB and more, and marks it in four
 * threads at once, which on few cores push everything else aside for 150 ms.
 */
const frugal = ['--max-semi-space-size=16', '--max-old-space-size=1024', '--v8-pool-size=1']

/** kafkajs sets its timers to times that are past, of which Node warns on stderr. */
const quiet = ['--disable-warning=TimeoutNegativeWarning']

const nameOf = flag => flag.split('=')[0].replaceAll('_', '-')

/** Becomes the same program with those flags that nobody has set; the process stays the same. Not everywhere is there a way. */
const becomeWith = flags => {
  const set = [...process.execArgv, ...(process.env.NODE_OPTIONS ?? '').split(/\s+/)].map(nameOf)
  const missing = flags.filter(flag => !set.includes(nameOf(flag)))
  if (missing.length === 0 || process.platform === 'win32' || !process.execve) return
  const args = [process.execPath, ...missing, ...process.execArgv, ...process.argv.slice(1)]
  process.execve(process.execPath, args, { MALLOC_ARENA_MAX: '2', ...process.env })
}

if (Number.parseInt(process.versions.node, 10) < least) handOver()
else {
  keepCompiled()
  becomeWith([...(process.argv[2] === 'serve' ? frugal : []), ...(process.env.KAFKA_BROKERS ? quiet : [])])
  await import('./program.ts').then(({ main }) => main(process.argv.slice(2)))
}
