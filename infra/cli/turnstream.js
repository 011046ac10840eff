#!/usr/bin/env node
/**
 * Starts the program. Turnstream is TypeScript that Node 24 runs as it stands; an older Node hands over to the one that
 * the `node` package has installed, with the same arguments, signals and exit code. Plain JavaScript, so that the older
 * Node can read it.
 */
import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
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

if (Number.parseInt(process.versions.node, 10) < least) handOver()
else await import('./program.ts').then(({ main }) => main(process.argv.slice(2)))
