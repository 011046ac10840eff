import { parentPort, workerData } from 'node:worker_threads'
import type { EmbedRequest, WorkerModel, WorkerReply } from './protocol.ts'

// Stands in for the model: `die` ends the thread, `fail` fails, `wait` never answers; else the vector is the thread's age.
const port = parentPort!
const { modelDir } = workerData as WorkerModel
if (modelDir === 'stillborn') process.exit(3)

let answered = 0
port.on('message', ({ id, text }: EmbedRequest) => {
  if (text === 'die') process.exit(7)
  if (text === 'wait') return
  const reply: WorkerReply =
    text === 'fail'
      ? { kind: 'failed', id, message: 'no such word' }
      : { kind: 'embedded', id, vector: Float32Array.of(++answered), tokens: text.length }
  port.postMessage(reply)
})
port.postMessage({ kind: 'ready' } satisfies WorkerReply)
