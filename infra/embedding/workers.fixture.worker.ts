import { parentPort, threadId, workerData } from 'node:worker_threads'
import { leave } from './gate.ts'
import type { EmbedRequest, ThreadData, WorkerReply } from './protocol.ts'

// Stands in for the model: `die` ends the thread, `fail` fails, `wait` waits for `go`; else the vector is the thread's id
// and age.
const port = parentPort!
const { model, gate } = workerData as ThreadData
if (model.modelDir === 'stillborn') process.exit(3)

let answered = 0
const waiting: EmbedRequest[] = []
const answer = ({ id, text }: EmbedRequest): void => {
  const vector = Float32Array.of(threadId, ++answered)
  const reply: WorkerReply =
    text === 'fail'
      ? { kind: 'failed', id, message: 'no such word' }
      : { kind: 'embedded', id, vector, tokens: text.length }
  port.postMessage(reply)
}
port.on('message', (request: EmbedRequest) => {
  if (request.text === 'die') process.exit(7)
  if (request.text === 'wait') waiting.push(request)
  else answer(request)
  if (request.text === 'go') for (const held of waiting.splice(0)) answer(held)
})
leave(gate)
port.postMessage({ kind: 'ready' } satisfies WorkerReply)
